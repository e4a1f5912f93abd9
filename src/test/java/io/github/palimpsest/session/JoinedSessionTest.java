package io.github.palimpsest.session;

import static io.github.palimpsest.inpaint.JoinedPictures.HOLE;
import static io.github.palimpsest.inpaint.JoinedPictures.JOINED;
import static io.github.palimpsest.inpaint.JoinedPictures.W;
import static io.github.palimpsest.inpaint.JoinedPictures.assertSame;
import static io.github.palimpsest.inpaint.JoinedPictures.differing;
import static io.github.palimpsest.inpaint.JoinedPictures.image;
import static io.github.palimpsest.inpaint.JoinedPictures.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.request.Request;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and continued runs on channels that a model fills together. */
class JoinedSessionTest {
  @TempDir Path folder;

  private static void paint(ImagePlus stack, int channel, int k, float value) {
    stack.setPosition(channel, 1, k + 1);
    float[] pixels = (float[]) stack.getStack().getPixels(stack.getStackIndex(channel, 1, k + 1));
    for (int y = HOLE.y + 2; y < HOLE.y + 5; y++) {
      for (int x = HOLE.x + 2; x < HOLE.x + 6; x++) {
        pixels[y * W + x] = value;
      }
    }
  }

  private ImagePlus reopened(ImagePlus stack) {
    String file = folder.resolve(stack.getTitle() + ".tif").toString();
    assertTrue(new FileSaver(stack).saveAsTiffStack(file));
    return new Opener().openImage(file);
  }

  @Test
  void paintOnOneChannelActsThereAlone() {
    CompositeImage source = image(3, 2, 16);
    Request request = JOINED.with("latents", true);
    ImagePlus plain = Runs.inpaint(source, request, Monitor.SILENT).result();
    try (Session session = Session.start(source, request, Monitor.SILENT)) {
      session.step(2);
      assertEquals(3, session.stepStack().getNChannels());
      assertEquals(3, session.latentsStack().getNChannels());
      paint(session.stepStack(), 2, 1, 30000);
      assertEquals(12, session.paint().acting());
      assertTrue(session.inject(1));
      assertEquals(1, session.step());
      Session twin = session.branch(1);
      session.step(1);
      session.rewind(1);
      ImagePlus painted = session.finish().result();
      assertEquals(List.of(2), differing(plain, painted));
      assertEquals(30000, value(painted, 2, HOLE.x + 4, HOLE.y + 3), 1);
      assertSame(painted, twin.finish().result(), "branch");
      // the record of the finished stack continues to the same bits, with the source and without
      ImagePlus saved = reopened(session.stepStack());
      for (boolean closed : new boolean[] {false, true}) {
        if (closed) {
          source.close();
        }
        saved.setPosition(1, 1, 3);
        try (Session again = Continuation.of(saved, 1, 9, Monitor.SILENT)) {
          assertEquals(2, again.step());
          ImagePlus rebuilt = again.finish().result();
          assertEquals(3, rebuilt.getNChannels());
          for (int c = 1; c <= 3; c++) {
            assertArrayEquals(
                (short[]) painted.getStack().getPixels(c),
                (short[]) rebuilt.getStack().getPixels(c),
                "channel " + c);
            assertEquals(
                session.stepStack().isComposite(), rebuilt.isComposite(), "colours are kept");
          }
        }
      }
      Session replayed = Session.replay(image(3, 2, 16), session.log(), Monitor.SILENT);
      assertSame(painted, replayed.finish().result(), "replay");
    }
  }

  @Test
  void latentsOfAnyChannelCanBePaintedAndContinued() {
    CompositeImage source = image(2, 1, 32);
    Request request = JOINED.with("stream", true).with("latents", true);
    Outcome outcome = Runs.inpaint(source, request, Monitor.SILENT);
    ImagePlus latents = reopened(outcome.latents());
    latents.setPosition(2, 1, 4);
    try (Session session = Continuation.of(latents, 1, 9, Monitor.SILENT)) {
      assertSame(outcome.result(), session.finish().result(), "as it was");
    }
    latents.setPosition(2, 1, 4);
    float[] x = (float[]) latents.getStack().getPixels(latents.getStackIndex(2, 1, 4));
    x[(HOLE.y + 1) * W + HOLE.x + 1] += 0.5f;
    try (Session session = Continuation.of(latents, 1, 9, Monitor.SILENT)) {
      assertEquals(List.of(2), differing(outcome.result(), session.finish().result()));
    }
  }

  @Test
  void aSessionTakesOneSliceAndItsMaskStaysTheSameInAllChannels() {
    CompositeImage source = image(2, 2, 8);
    String slices =
        assertThrows(
                BadInput.class,
                () -> Session.start(source, JOINED.with("slices", "all"), Monitor.SILENT))
            .getMessage();
    assertEquals(
        "channels, slices and frames name 4 planes with a mask, but a session paints one: name one"
            + " plane, or channels of one slice and frame with the same mask.",
        slices);
    try (Session session = Session.start(source, JOINED, Monitor.SILENT)) {
      session.step(1);
      source.setRoi(new Roi(12, 8, 14, 12));
      session.set("mask", "Selection");
      Roi first = new Roi(14, 10, 4, 4);
      first.setPosition(1, 1, 1);
      Roi both = new Roi(20, 14, 5, 5);
      source.setOverlay(new Overlay(first));
      source.getOverlay().add(both);
      String mask = assertThrows(BadInput.class, () -> session.set("mask", "Overlay")).getMessage();
      assertTrue(mask.contains("the same in all channels"), mask);
      ImagePlus result = session.finish().result();
      assertEquals(List.of(1, 2), differing(source, result));
      assertEquals(14 * 12, Provenance.pixels(result).get(1).size());
    }
  }

  @Test
  void recordsNameEveryChannelAndDamageIsRefused() {
    CompositeImage source = image(3, 1, 16);
    Outcome outcome = Runs.inpaint(source, JOINED.with("stream", true), Monitor.SILENT);
    String record = outcome.steps().getProp(ResumableStack.PROPERTY);
    assertTrue(
        record.matches(
            ".*\"position\":1,\"bits\":16,\"canvas\":\\[40,32\\],\"context\":\\[0,0,40,32\\],"
                + "\"range\":\\[[^\\]]*\\],\"joined\":\\[\\{\"position\":2,\"range\":\\[[^\\]]*\\]\\},"
                + "\\{\"position\":3,\"range\":\\[[^\\]]*\\]\\}\\],\"blank\":false.*"),
        record);
    source.close();
    for (String[] damage :
        new String[][] {
          {"\"joined\":[{\"position\":2", "\"joined\":[{\"position\":1", "joined.position"},
          {"\"joined\":[{\"position\":2", "\"joined\":[{\"position\":0", "joined.position"},
          {"\"joined\":[{\"position\":2", "\"gone\":[{\"position\":2", "source"}
        }) {
      outcome.steps().setProp(ResumableStack.PROPERTY, record.replace(damage[0], damage[1]));
      outcome.steps().setPosition(1, 1, 2);
      BadInput refused =
          assertThrows(
              BadInput.class, () -> Continuation.of(outcome.steps(), 1, 9, Monitor.SILENT));
      assertTrue(refused.getMessage().contains(damage[2]), refused.getMessage());
    }
  }

  /** The step stack speaks of all channels in the image's units, and understands paint in them. */
  @Test
  void stacksAreInTheUnitsOfTheImage() {
    CompositeImage source = image(2, 1, 8);
    source
        .getCalibration()
        .setFunction(Calibration.STRAIGHT_LINE, new double[] {500, -2}, "density");
    try (Session session = Session.start(source, JOINED, Monitor.SILENT)) {
      session.step(3);
      CompositeImage stack = (CompositeImage) session.stepStack();
      for (int c = 1; c <= 2; c++) {
        int first = stack.getStackIndex(c, 1, 1);
        assertEquals(500 - 2 * value(source, c, 3, 3), value(stack, first, 3, 3));
        assertTrue(stack.getChannelLut(c).min < stack.getChannelLut(c).max);
        // large values are small densities, so they are dark
        assertEquals(0, stack.getChannelLut(c).getRGB(255) & 0xffffff);
      }
      paint(stack, 2, 3, 500 - 2 * 33);
      session.inject(1);
      ImagePlus result = session.finish().result();
      assertEquals(33, value(result, 2, HOLE.x + 3, HOLE.y + 3));
    }
  }

  /** Another model may go on from the stack, channel by channel. */
  @Test
  void aModelOfOneChannelContinuesEachByItself() {
    CompositeImage source = image(2, 1, 16);
    Outcome outcome = Runs.inpaint(source, JOINED.with("stream", true), Monitor.SILENT);
    String record = outcome.steps().getProp(ResumableStack.PROPERTY);
    outcome
        .steps()
        .setProp(ResumableStack.PROPERTY, record.replace("Test: mean of next", "Test: mean"));
    outcome.steps().setPosition(1, 1, 1);
    try (Session session = Continuation.of(outcome.steps(), 1, 9, Monitor.SILENT)) {
      ImagePlus alone =
          Runs.inpaint(source, JOINED.with("model", "Test: mean"), Monitor.SILENT).result();
      assertSame(alone, session.finish().result(), "by itself");
    }
  }
}
