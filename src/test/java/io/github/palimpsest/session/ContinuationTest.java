package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.plugin.Duplicator;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.FrameChecksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks that were saved and reopened go on to the same pixels. */
class ContinuationTest {
  private static final Request QUICK =
      Request.of("steps", 6, "seed", 7L, "stream", true, "latents", true);

  @TempDir Path folder;

  private ImagePlus reopened(ImagePlus stack) {
    String file = folder.resolve(stack.getTitle() + ".tif").toString();
    assertTrue(new FileSaver(stack).saveAsTiffStack(file));
    return new Opener().openImage(file);
  }

  private static Session open(ImagePlus stack, int k) {
    stack.setPosition(1, stack.getZ(), k + 1);
    return Continuation.of(stack, 1, Integer.MAX_VALUE, Monitor.SILENT);
  }

  /** The result's part that a rebuilt source holds. */
  private static ImagePlus part(ImagePlus result, ImagePlus stack) {
    int x = (int) -stack.getCalibration().xOrigin;
    int y = (int) -stack.getCalibration().yOrigin;
    result.setRoi(x, y, stack.getWidth(), stack.getHeight());
    return result.crop();
  }

  @ParameterizedTest
  @CsvSource({
    "8-bit,DPM++ 2M,4",
    "16-bit,DPM++ 2M SDE,3",
    "32-bit,UniPC,5",
    "RGB,Euler a,2",
    "RGB,DPM++ 2M,0",
    "16-bit,LMS,6",
    "16-bit,Heun,3"
  })
  void reopenedStacksResumeBitwise(String type, String scheduler, int k) {
    ImagePlus image = Pictures.image(type);
    Outcome outcome = Runs.inpaint(image, QUICK.with("scheduler", scheduler), Monitor.SILENT);
    for (ImagePlus saved : List.of(outcome.steps(), outcome.latents())) {
      Session session = open(reopened(saved), k);
      assertEquals(k, session.step());
      Outcome again = session.finish();
      ImagePlus expected = part(outcome.result(), outcome.steps());
      Pictures.assertSame(expected, again.result(), saved.getTitle());
      Pictures.assertSame(outcome.steps(), again.steps(), saved.getTitle() + " frames");
    }
  }

  @Test
  void aPartOfALargeImageIsRebuiltInItsPlace() {
    for (String type : List.of("16-bit", "RGB")) {
      ImagePlus image = Pictures.image(type).resize(230, 200, "none");
      image.setTitle("large.tif");
      image.setRoi(new ij.gui.OvalRoi(150, 120, 30, 20));
      Outcome outcome = Runs.inpaint(image, QUICK, Monitor.SILENT);
      assertTrue(outcome.steps().getWidth() < 200);
      Session session = open(reopened(outcome.steps()), 3);
      assertEquals("large-from3-steps", session.name());
      Outcome again = session.finish();
      Pictures.assertSame(part(outcome.result(), outcome.steps()), again.result(), type);
    }
  }

  @Test
  void theSourceIsFoundByHashThenByTitle() {
    ImagePlus image = Pictures.image("16-bit");
    Outcome outcome = Runs.inpaint(image, QUICK, Monitor.SILENT);
    ImagePlus stack = reopened(outcome.steps());
    ImagePlus other = image.duplicate();
    other.setTitle("renamed.tif");
    other.deleteRoi();
    ij.macro.Interpreter.batchMode = true;
    try {
      other.show();
      ImagePlus result = open(stack, 4).finish().result();
      assertEquals("renamed-result", result.getTitle());
      Pictures.assertSame(outcome.result(), result, "by hash");
      // replaced in place: the hash no longer fits, the title does
      other.setTitle("cells.tif");
      Runs.inpaint(withRoi(other), QUICK.with("output", "Replace"), Monitor.SILENT);
      Pictures.assertSame(outcome.result(), open(stack, 4).finish().result(), "by title");
    } finally {
      other.close();
      ij.macro.Interpreter.batchMode = false;
    }
  }

  private static ImagePlus withRoi(ImagePlus image) {
    image.setRoi(Pictures.image("8-bit").getRoi());
    return image;
  }

  @Test
  void paintOnAReopenedFrameIsTakenIn() {
    ImagePlus image = Pictures.image("8-bit");
    Request request = QUICK.with("range", "0,255");
    Outcome outcome = Runs.inpaint(image, request, Monitor.SILENT);
    ImagePlus stack = reopened(outcome.steps());
    Pictures.paint(stack, 3, 210);
    ImagePlus again = reopened(stack);
    ImagePlus result = open(again, 3).finish().result();
    int x = (int) stack.getCalibration().xOrigin;
    assertEquals(0, x);
    assertTrue(Pictures.distance(result, 210) < 1);
    Session session = start(image, request);
    session.step(3);
    Pictures.paint(session.stepStack(), 3, 210);
    session.inject(1);
    Pictures.assertSame(
        part(session.finish().result(), stack), result, "painted later as painted then");
  }

  /** A frame that another computer wrote differs by rounding all over: only its paint is paint. */
  @Test
  void roundingIsNoPaint() {
    ImagePlus image = Pictures.image("16-bit");
    Outcome outcome = Runs.inpaint(image, QUICK, Monitor.SILENT);
    Pictures.paint(outcome.steps(), 3, 3000);
    ImagePlus here = open(reopened(outcome.steps()), 3).finish().result();

    ImagePlus elsewhere = reopened(outcome.steps());
    float[] frame = FrameChecksum.pixels(elsewhere, 0, 3)[0];
    for (int i = 0; i < frame.length; i++) {
      boolean paint = frame[i] == 3000;
      frame[i] += paint ? 0 : i % 3 * 0.01f;
    }
    Pictures.assertSame(here, open(elsewhere, 3).finish().result(), "painted here and elsewhere");
  }

  /** A stack goes on as it began when its model's recommendations have changed since. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theModelMayRecommendOtherStepsLater(boolean older) throws IOException {
    Path model = TinyModels.unzip("pixel", folder.resolve("model"));
    Path card = model.resolve("palimpsest.json");
    Files.writeString(card, "{\"scheduler\": \"Euler\", \"steps\": 5}");
    Request request = Request.of("model", model.toString(), "seed", 7L, "stream", true);
    Outcome outcome = Runs.inpaint(Pictures.image("8-bit"), request, Monitor.SILENT);
    ImagePlus stack = reopened(outcome.steps());
    if (older) {
      // only their provenance said it
      String record = stack.getProp("palimpsest.resume");
      String without = record.replaceFirst("\"settings\":\\{[^}]*\\},", "");
      assertFalse(without.equals(record));
      stack.setProp("palimpsest.resume", without);
    }
    Files.writeString(card, "{\"scheduler\": \"DDIM\", \"steps\": 9}");
    ImagePlus result = open(stack, 2).finish().result();
    Pictures.assertSame(part(outcome.result(), stack), result, "as it began");
  }

  private static Session start(ImagePlus image, Request request) {
    return Session.start(image, request, Monitor.SILENT);
  }

  @Test
  void aGuidedStackResumesWithItsEditsAndChanges() {
    ImagePlus image = Pictures.image("16-bit");
    Session session = start(image, QUICK.with("prompt", "cells"));
    session.step(2);
    Pictures.paint(session.stepStack(), 2, 5000);
    session.inject(0.6);
    session.step(1);
    session.set("guidance", 3);
    session.set("scheduler", "Euler");
    session.step(1);
    ImagePlus stack = reopened(session.stepStack());
    Outcome whole = session.finish();
    ImagePlus result = open(stack, 4).finish().result();
    Pictures.assertSame(part(whole.result(), stack), result, "guided");
    assertThrows(BadInput.class, () -> open(stack, 6));
  }

  @Test
  void samplesAndPlanesAndGeneratedPicturesResume() {
    ImagePlus image = Pictures.image("16-bit");
    Outcome two = Runs.inpaint(image, QUICK.with("samples", 2), Monitor.SILENT);
    ImagePlus stack = reopened(two.steps());
    stack.setPosition(1, 2, 4);
    ImagePlus second =
        Continuation.of(stack, 1, Integer.MAX_VALUE, Monitor.SILENT).finish().result();
    ImagePlus expected = new Duplicator().run(two.result(), 1, 1, 1, 1, 2, 2);
    Pictures.assertSame(part(expected, stack), second, "second sample");

    Request made = QUICK.with("width", 45).with("height", 30).with("type", "RGB");
    Outcome generated = Runs.generate(made, Monitor.SILENT);
    ImagePlus again = open(reopened(generated.steps()), 3).finish().result();
    Pictures.assertSame(generated.result(), again, "generated");
  }

  @Test
  void aVaeModelResumes() {
    ImagePlus image = Pictures.image("RGB");
    Request request =
        QUICK.with("model", TinyModels.folder("sd-inpaint").toString()).with("steps", 3);
    Outcome outcome = Runs.inpaint(image, request, Monitor.SILENT);
    for (ImagePlus saved : List.of(outcome.steps(), outcome.latents())) {
      ImagePlus again = open(reopened(saved), 2).finish().result();
      Pictures.assertSame(part(outcome.result(), outcome.steps()), again, saved.getTitle());
    }
  }

  /** A run of this rewriter, of another one, and of the time before there was one. */
  @Test
  void anotherRewriterIsTold() {
    ImagePlus stack = Runs.inpaint(Pictures.image("8-bit"), QUICK, Monitor.SILENT).steps();
    String record = stack.getProp("palimpsest.resume");
    List<String> told = new ArrayList<>();
    for (String rewriter : new String[] {"$0", "\"rewriter\":\"0\",", ""}) {
      String other = record.replaceFirst("\"rewriter\":\"[^\"]+\",", rewriter);
      assertEquals(rewriter.equals("$0"), other.equals(record));
      stack.setProp("palimpsest.resume", other);
      stack.setPosition(1, 1, 3);
      Monitor listener =
          new QuietMonitor() {
            @Override
            public void warn(String sentence) {
              told.add(sentence);
            }
          };
      Continuation.of(stack, 1, Integer.MAX_VALUE, listener).cancel();
    }
    assertEquals(2, told.size(), told.toString());
    assertTrue(told.get(0).contains("ran rewritten (version 0) when the run began"), told.get(0));
    assertTrue(told.get(1).contains("ran as they are when the run began"), told.get(1));
  }

  @Test
  void foreignAndTruncatedStacksAreRefusedInOneSentence() {
    ImagePlus foreign = IJ.createImage("foreign", "32-bit", 10, 10, 4);
    ImagePlus steps = Runs.inpaint(Pictures.image("8-bit"), QUICK, Monitor.SILENT).steps();
    ImagePlus fewer = new Duplicator().run(steps, 1, 1, 1, 1, 1, 3);
    steps.setRoi(0, 0, 10, 10);
    ImagePlus cropped = new Duplicator().run(steps);
    for (ImagePlus wrong : List.of(foreign, fewer, cropped)) {
      BadInput e = assertThrows(BadInput.class, () -> open(wrong, 1), wrong.getTitle());
      assertEquals(1, e.getMessage().lines().count());
      assertTrue(e.getMessage().contains(wrong.getTitle()), e.getMessage());
    }
    ImagePlus damaged = new Duplicator().run(steps);
    damaged.setProp("palimpsest.resume", "{\"format\":1");
    assertThrows(BadInput.class, () -> open(damaged, 1));
    assertFalse(steps.getTitle().isEmpty());
  }
}
