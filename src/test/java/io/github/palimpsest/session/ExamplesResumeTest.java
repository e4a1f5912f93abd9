package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.SessionLog;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model of the image has learnt beyond its context travels with stacks and logs. */
class ExamplesResumeTest {
  private static final Request QUICK =
      Request.of(
          "model",
          "This image",
          "steps",
          5,
          "seed",
          7L,
          "context",
          "24",
          "bank",
          "stack",
          "prompt",
          "far",
          "stream",
          true);

  @TempDir Path folder;

  /** Three slices of waves; a word far from the hole and another on the third slice. */
  private static ImagePlus image(String type) {
    ImagePlus image = IJ.createImage("waves.tif", type, 330, 90, 3);
    Random random = new Random(8);
    for (int z = 1; z <= 3; z++) {
      ImageProcessor ip = image.getStack().getProcessor(z);
      for (int y = 0; y < 90; y++) {
        for (int x = 0; x < 330; x++) {
          int v = (int) (110 + 60 * Math.sin(x / (2.0 + z)) + random.nextInt(40));
          ip.set(x, y, image.getBitDepth() == 24 ? v << 16 | (v + 30) << 8 | (250 - v) : v * 9);
        }
      }
    }
    image.setSlice(2);
    image.setRoi(new OvalRoi(30, 30, 20, 16));
    Overlay overlay = new Overlay();
    overlay.add(example("far", new OvalRoi(230, 20, 60, 50), 0));
    overlay.add(example("third", new Roi(10, 10, 40, 40), 3));
    image.setOverlay(overlay);
    return image;
  }

  private static Roi example(String name, Roi roi, int position) {
    roi.setName(name);
    roi.setProperty("palimpsest.role", "example");
    roi.setPosition(position);
    return roi;
  }

  private ImagePlus reopened(ImagePlus stack) {
    String file = folder.resolve(stack.getTitle() + ".tif").toString();
    assertTrue(new FileSaver(stack).saveAsTiffStack(file));
    return new Opener().openImage(file);
  }

  private static Session open(ImagePlus stack, int k) {
    stack.setPosition(1, 1, k + 1);
    return Continuation.of(stack, 1, Integer.MAX_VALUE, Monitor.SILENT);
  }

  @Test
  void aStackGoesOnWithoutItsSource() {
    for (String type : new String[] {"16-bit", "RGB"}) {
      ImagePlus image = image(type);
      Outcome outcome = Runs.inpaint(image, QUICK, Monitor.SILENT);
      ImagePlus plane = new ImagePlus("two", outcome.result().getStack().getProcessor(2));
      plane.setRoi(
          (int) -outcome.steps().getCalibration().xOrigin,
          (int) -outcome.steps().getCalibration().yOrigin,
          outcome.steps().getWidth(),
          outcome.steps().getHeight());
      ImagePlus expected = plane.crop();
      ImagePlus saved = reopened(outcome.steps());
      Session session = open(saved, 3);
      Outcome again = session.finish();
      Pictures.assertSame(expected, again.result(), type);
      Pictures.assertSame(outcome.steps(), again.steps(), type);
      // what goes on can be saved and goes on again, under another word that was learnt
      Session other = open(reopened(again.steps()), 2);
      other.set("prompt", "third");
      assertFalse(Pictures.same(expected, other.finish().result()));
    }
  }

  @Test
  void aLogIsDoneAgainBesideItsSource() {
    ImagePlus image = image("16-bit");
    Session session = Session.start(image, QUICK.without(Param.STREAM), Monitor.SILENT);
    session.step(2);
    session.set("prompt", "third");
    image.setRoi(new OvalRoi(32, 30, 14, 14));
    session.set("mask", "Selection");
    session.step(1);
    SessionLog log = SessionLog.parse(session.log().toString());
    ImagePlus result = session.finish().result();
    image.setOverlay(null);
    image.killRoi();
    Pictures.assertSame(
        result, Session.replay(image, log, Monitor.SILENT).finish().result(), "replay");
    image.getStack().getProcessor(2).set(250, 40, 5);
    BadInput refused =
        assertThrows(BadInput.class, () -> Session.replay(image, log, Monitor.SILENT));
    assertEquals(
        "The image (waves.tif) is no longer what the model learnt from at plane 2, x=190 y=0, 140 x"
            + " 90: open it as it was then.",
        refused.getMessage());
  }

  @Test
  void aGeneratedPictureGoesOnWithoutWhatItLearntFrom() {
    Request made = QUICK.with("width", 40).with("height", 32).without(Param.CONTEXT);
    Outcome outcome = Runs.generate(image("16-bit"), made, Monitor.SILENT);
    assertEquals(16, outcome.result().getBitDepth());
    Session session = open(reopened(outcome.steps()), 2);
    Outcome again = session.finish();
    Pictures.assertSame(outcome.result(), again.result(), "generated");
    SessionLog log = SessionLog.parse(session.log().toString());
    Session replayed = Session.replay(IJ.createImage("other", 8, 8, 1, 8), log, Monitor.SILENT);
    Pictures.assertSame(outcome.result(), replayed.finish().result(), "log");
  }

  @Test
  void aPreviewShowsWhatARunGivesAndSeesExamplesMove() {
    ImagePlus image = image("16-bit");
    Request plain = QUICK.without(Param.STREAM);
    ImagePlus result = Runs.inpaint(image, plain, Monitor.SILENT).result();
    try (PreviewRunner runner = new PreviewRunner(Monitor.SILENT)) {
      var first = runner.read(image, plain, work -> {});
      assertEquals(first, runner.read(image, plain, work -> {}));
      var preview =
          runner.paint(
              first,
              new PreviewRunner.Follower() {
                @Override
                public boolean stepped(int step, int steps, double seconds) {
                  return false;
                }

                @Override
                public void shown(PreviewRunner.Preview p) {}
              });
      Pictures.assertSame(result, runner.apply(preview, false).result(), "preview");
      image.getOverlay().get(0).translate(3, 0);
      assertFalse(first.equals(runner.read(image, plain, work -> {})));
    }
  }
}
