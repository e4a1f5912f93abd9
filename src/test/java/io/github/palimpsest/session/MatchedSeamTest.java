package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.composite.Seam;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.FrameChecksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code seam=} in every way to run. */
class MatchedSeamTest {
  private static final Request OFF =
      Request.of("model", TinyModels.folder("pixel").toString(), "steps", 3, "range", "0,7650");
  private static final Request MATCH = OFF.with("seam", "Match");

  private static ImagePlus run(ImagePlus image, Request request) {
    return Runs.inpaint(image, request, Monitor.SILENT).result();
  }

  @Test
  void theBundledModelMatchesAndOtherFoldersDoNotUnlessAsked() {
    assertEquals("Match", Models.find("micrographs").defaultSeam());
    assertEquals("Off", Models.find(TinyModels.folder("pixel").toString()).defaultSeam());
    ImagePlus image = Pictures.image("16-bit");
    Pictures.assertSame(run(image, OFF), run(image, OFF.with("seam", "Off")), "a folder's default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void onlyTheRimChangesAndItsStepShrinks(String type) {
    ImagePlus image = Pictures.image(type);
    Request off = type.equals("8-bit") || type.equals("RGB") ? OFF.with("range", "0,255") : OFF;
    ImagePlus plain = run(image, off);
    ImagePlus matched = run(image, off.with("seam", "Match"));
    float[] mask = mask(matched);
    int moved = 0;
    for (int y = 0; y < 56; y++) {
      for (int x = 0; x < 64; x++) {
        boolean same = plain.getProcessor().get(x, y) == matched.getProcessor().get(x, y);
        moved += same ? 0 : 1;
        boolean deep = Math.hypot((x - 31.5) / 14, (y - 26.5) / 13) < 0.4;
        assertTrue(same || mask[y * 64 + x] > 0 && !deep, "at " + x + ", " + y);
      }
    }
    assertTrue(moved > 200, "moved " + moved);
    assertTrue(step(matched, mask) < step(plain, mask), "the step at the rim");
  }

  private static float[] mask(ImagePlus result) {
    PixelSet pixels = Provenance.pixels(result).get(0);
    float[] mask = new float[64 * 56];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = pixels.contains(i % 64, i / 64) ? 1 : 0;
    }
    return mask;
  }

  private static double step(ImagePlus image, float[] mask) {
    Seam seam = new Seam();
    int channels = image.getBitDepth() == 24 ? 3 : 1;
    float[][] values = new float[channels][];
    for (int c = 0; c < channels; c++) {
      values[c] = (float[]) image.getProcessor().toFloat(c, null).getPixels();
    }
    seam.add(values, mask, mask, image.getWidth(), image.getHeight(), 1);
    return seam.step();
  }

  @Test
  void runSessionPreviewAndContinuedStackAgreeAndFramesAreTheModelsOwn() {
    ImagePlus image = Pictures.image("16-bit");
    Outcome plain = Runs.inpaint(image, OFF.with("stream", true), Monitor.SILENT);
    Outcome run = Runs.inpaint(image, MATCH.with("stream", true), Monitor.SILENT);
    Pictures.assertSame(plain.steps(), run.steps(), "the step stack");
    Session session = Session.start(image, OFF, Monitor.SILENT);
    session.step(2);
    session.set("seam", "Match");
    ImagePlus guided = session.finish().result();
    Pictures.assertSame(run.result(), guided, "set in a session");
    Pictures.assertSame(
        guided, Session.replay(image, session.log(), Monitor.SILENT).finish().result(), "replayed");
    run.steps().setPosition(1, 1, 2);
    Session on = Continuation.of(run.steps(), 1, 9, Monitor.SILENT);
    Pictures.assertSame(run.result(), on.finish().result(), "continued");
    try (PreviewRunner runner = new PreviewRunner(Monitor.SILENT)) {
      Preview preview =
          runner.paint(
              runner.read(image, MATCH, work -> {}),
              new PreviewRunner.Follower() {
                @Override
                public boolean stepped(int step, int steps, double seconds) {
                  return false;
                }

                @Override
                public void shown(Preview shown) {}
              });
      Pictures.assertSame(run.result(), runner.apply(preview, false).result(), "previewed");
    }
  }

  @Test
  void recordsFromBeforeTheKeyKeepTheirPixels() {
    ImagePlus image = Pictures.image("16-bit");
    Request bundled = Request.of("steps", 2, "range", "0,7650", "stream", true);
    ImagePlus off = run(image, bundled.with("seam", "Off"));
    Outcome matched = Runs.inpaint(image, bundled, Monitor.SILENT);
    assertFalse(Pictures.same(off, matched.result()));
    ImagePlus stack = matched.steps();
    String record = stack.getProp(ResumableStack.PROPERTY);
    String old = record.replace(",\"seam\":\"Match\"", "");
    assertNotEquals(record, old);
    stack.setProp(ResumableStack.PROPERTY, old);
    Session session = Continuation.of(stack, 1, 9, Monitor.SILENT);
    assertEquals("Off", session.request().text(Param.SEAM));
    Pictures.assertSame(off, session.finish().result(), "as it was");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void whatIsPaintedAtTheRimStays(int step) {
    ImagePlus image = Pictures.image("16-bit");
    Session session = Session.start(image, MATCH, Monitor.SILENT);
    session.step(step);
    session.stepStack().setPosition(1, 1, step + 1);
    float[] plane = FrameChecksum.pixels(session.stepStack(), 0, step)[0];
    for (int x = 26; x < 38; x++) {
      for (int y = 10; y < 20; y++) {
        plane[y * session.stepStack().getWidth() + x] = 7000;
      }
    }
    assertTrue(session.inject(1));
    ImagePlus result = session.finish().result();
    float[] mask = mask(result);
    for (int x = 26; x < 38; x++) {
      for (int y = 10; y < 20; y++) {
        if (mask[y * 64 + x] > 0) {
          assertEquals(7000, result.getProcessor().getf(x, y), 1, "at " + x + ", " + y);
        }
      }
    }
  }
}
