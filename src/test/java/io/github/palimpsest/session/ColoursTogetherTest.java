package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.request.Request;
import org.junit.jupiter.api.Test;

/** {@code colours=} with the bundled model, which takes one channel. */
class ColoursTogetherTest {
  private static final Request QUICK = Request.of("steps", 3, "seed", 5L);

  private static ImagePlus run(ImagePlus image, Request request) {
    return Runs.inpaint(image, request, Monitor.SILENT).result();
  }

  /** Mean squared departure of a colour difference from the one that the picture has everywhere. */
  private static double departure(ImagePlus picture) {
    double sum = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int[] rgb = picture.getPixel(x, y);
        sum += Math.pow(rgb[1] - rgb[0] - 20, 2) + Math.pow(rgb[0] + rgb[2] - 220, 2);
      }
    }
    return sum;
  }

  @Test
  void aFillKeepsToTheColoursOfItsPicture() {
    ImagePlus image = Pictures.image("RGB");
    assertEquals(0, departure(image));
    ImagePlus together = run(image, QUICK);
    ImagePlus apart = run(image, QUICK.with("colours", "Apart"));
    assertTrue(
        departure(together) < 0.05 * departure(apart),
        departure(together) + " of " + departure(apart));
    String folder = TinyModels.folder("pixel").toString();
    Pictures.assertSame(
        run(image, QUICK.with("model", folder)),
        run(image, QUICK.with("model", folder).with("colours", "Apart")),
        "a folder that says nothing");
    ImagePlus grey = Pictures.image("8-bit");
    Pictures.assertSame(run(grey, QUICK), run(grey, QUICK.with("colours", "Apart")), "grey");
  }

  @Test
  void sessionsContinueReplayAndOldRecordsKeepTheirPixels() {
    ImagePlus image = Pictures.image("RGB");
    Outcome run = Runs.inpaint(image, QUICK.with("stream", true), Monitor.SILENT);
    Session session = Session.start(image, QUICK, Monitor.SILENT);
    session.step(2);
    session.rewind(1);
    ImagePlus guided = session.finish().result();
    Pictures.assertSame(run.result(), guided, "guided");
    Pictures.assertSame(
        guided, Session.replay(image, session.log(), Monitor.SILENT).finish().result(), "replayed");
    ImagePlus stack = run.steps();
    stack.setPosition(1, 1, 3);
    Pictures.assertSame(
        guided, Continuation.of(stack, 1, 9, Monitor.SILENT).finish().result(), "continued");
    String record = stack.getProp(ResumableStack.PROPERTY);
    String old = record.replace(",\"seam\":\"Match\",\"colours\":\"Together\"", "");
    assertNotEquals(record, old);
    stack.setProp(ResumableStack.PROPERTY, old);
    ImagePlus before = run(image, QUICK.with("seam", "Off").with("colours", "Apart"));
    assertFalse(Pictures.same(before, guided));
    Pictures.assertSame(
        before, Continuation.of(stack, 1, 9, Monitor.SILENT).finish().result(), "an old record");
  }
}
