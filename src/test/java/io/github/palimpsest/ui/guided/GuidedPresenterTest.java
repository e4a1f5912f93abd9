package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The guide of the panel, without a display. */
class GuidedPresenterTest {
  private static final Request REQUEST =
      Request.of("model", TinyModels.folder("pixel").toString(), "steps", 6, "seed", 3);

  private static Session session(ImagePlus image) {
    return Session.start(image, REQUEST, Monitor.SILENT);
  }

  private static byte[] result(Stage stage) {
    return Stage.pixels(stage.outcomes.get(stage.outcomes.size() - 1).result());
  }

  @Test
  void interruptedIsUninterrupted() throws Exception {
    byte[] whole = Stage.pixels(session(Stage.image()).finish().result());
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.STEP);
      s.guide.act(Action.STEP);
      s.guide.act(Action.RUN);
      s.guide.act(Action.PAUSE);
      s.guide.act(Action.STEP);
      s.guide.act(Action.BACK);
      s.guide.act(Action.STEP);
      s.guide.act(Action.RUN);
      s.done();
      s.stack().setPosition(1, 1, 3);
      s.guide.act(Action.STEP);
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(whole, result(s));
      assertEquals(State.ENDED, s.guide.snapshot().state());
    }
  }

  @Test
  void paintIsSeenAndTakenInAsByASession() throws Exception {
    Session session = session(Stage.image());
    session.step(4);
    Stage.paint(session.stepStack(), 2, 250);
    session.inject(0.5, 2);
    session.set("guidance", 2);
    session.set("scheduler", "Euler");
    byte[] expected = Stage.pixels(session.finish().result());
    try (Stage s = new Stage(Stage.image())) {
      for (int i = 0; i < 4; i++) {
        s.guide.act(Action.STEP);
      }
      s.done();
      assertEquals(5, s.guide.snapshot().frame());
      assertNull(s.guide.snapshot().paint());
      Stage.paint(s.stack(), 2, 250);
      Snapshot seen = s.until(x -> x.paint() != null);
      assertEquals(120, seen.paint().pixels());
      assertEquals(120, seen.paint().acting());
      assertEquals(2, seen.paint().step());
      s.guide.set(Param.WEIGHT, 0.5);
      s.guide.set(Param.HORIZON, 2);
      s.guide.set(Param.GUIDANCE, 2);
      s.guide.set(Param.SCHEDULER, "Euler");
      s.done();
      assertEquals(2, s.guide.snapshot().next().size());
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(expected, result(s));
    }
  }

  @Test
  void aBranchTakesThePaintWithItAndItsOriginStays() throws Exception {
    byte[] plain = Stage.pixels(session(Stage.image()).finish().result());
    try (Stage s = new Stage(Stage.image())) {
      for (int i = 0; i < 4; i++) {
        s.guide.act(Action.STEP);
      }
      s.done();
      ImagePlus first = s.stack();
      Stage.paint(first, 2, 250);
      s.guide.act(Action.BRANCH);
      s.done();
      assertEquals("cells-from2-steps", s.stack().getTitle());
      assertEquals("cells-from2-steps", s.guide.snapshot().branch());
      assertEquals(3, s.guide.snapshot().frame());
      assertEquals(120, s.guide.snapshot().paint().pixels());
      s.guide.act(Action.FINISH);
      s.done();
      byte[] painted = result(s);
      assertFalse(Arrays.equals(plain, painted));
      assertEquals("cells-steps", s.guide.snapshot().branch());
      assertTrue(s.lines.contains("Ext.branch(2);"), s.lines.toString());
      // the origin: its frame as written again, then on
      Session again = session(Stage.image());
      again.step(2);
      System.arraycopy(
          again.stepStack().getStack().getPixels(3), 0, first.getStack().getPixels(3), 0, 64 * 56);
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(plain, result(s));
      again.cancel();
    }
  }

  @Test
  void aMovedSelectionIsTakenIn() throws Exception {
    ImagePlus image = Stage.image();
    Session session = session(image);
    session.step(2);
    image.setRoi(new OvalRoi(20, 16, 20, 20));
    session.set("mask", "Selection");
    byte[] expected = Stage.pixels(session.finish().result());
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.STEP);
      s.guide.act(Action.STEP);
      s.done();
      s.image.setRoi(new OvalRoi(20, 16, 20, 20));
      s.until(x -> x.next().contains("mask and regions moved"));
      s.guide.act(Action.FINISH);
      s.done();
      assertArrayEquals(expected, result(s));
    }
  }

  @Test
  void onlyWhatCanActIsOffered() throws Exception {
    ImagePlus image = Stage.image();
    Roi roi = image.getRoi();
    image.deleteRoi();
    try (Stage s = new Stage(image)) {
      s.until(x -> x.model() != null && x.message().startsWith("Select the part"));
      assertEquals(EnumSet.noneOf(Action.class), s.guide.snapshot().can());
      image.setRoi(roi);
      s.until(x -> x.can().equals(EnumSet.of(Action.RUN, Action.STEP)));
      s.guide.act(Action.STEP);
      s.done();
      assertEquals(
          EnumSet.complementOf(EnumSet.of(Action.PAUSE, Action.STOP)),
          EnumSet.copyOf(s.guide.snapshot().can()));
      s.guide.act(Action.RUN);
      s.done();
      assertEquals(
          EnumSet.of(Action.BACK, Action.BRANCH, Action.FINISH, Action.SHOW, Action.DISCARD),
          s.guide.snapshot().can());
      assertTrue(
          s.seen.stream().anyMatch(x -> x.can().equals(EnumSet.of(Action.PAUSE, Action.STOP))),
          "running");
      s.guide.set(Param.STRENGTH, 0.5);
      s.done();
      assertTrue(s.guide.snapshot().can().contains(Action.RUN));
      s.guide.act(Action.RUN);
      s.done();
      assertEquals(9, s.guide.snapshot().steps());
    }
  }

  @Test
  void whatIsRefusedIsSaidAndChangesNothing() throws Exception {
    try (Stage s = new Stage(Stage.image())) {
      s.guide.act(Action.BACK);
      s.done();
      assertTrue(s.guide.snapshot().wrong());
      s.guide.set(Param.GUIDANCE, "many");
      s.done();
      assertEquals("guidance (many) must be a number.", s.guide.snapshot().message());
      s.guide.set(Param.WEIGHT, 0.5);
      s.done();
      assertEquals("guidance (many) must be a number.", s.guide.snapshot().message());
      s.guide.set(Param.GUIDANCE, 2);
      s.done();
      assertEquals("", s.guide.snapshot().message());
      s.guide.act(Action.STEP);
      s.done();
      s.guide.set(Param.SCHEDULER, "Eulerr");
      s.guide.act(Action.STEP);
      s.done();
      assertTrue(s.guide.snapshot().message().startsWith("scheduler (Eulerr) must be one of"));
      assertEquals(State.PAUSED, s.guide.snapshot().state());
      s.guide.act(Action.STEP);
      s.done();
      assertEquals(2, s.guide.snapshot().step());
      assertEquals("", s.guide.snapshot().message());
    }
  }

  @Test
  void thePreviewLeavesNoTrace() throws Exception {
    ImagePlus image = Stage.image();
    byte[] before = Stage.pixels(image);
    try (Stage s = new Stage(image)) {
      s.guide.preview(2);
      s.guide.act(Action.STEP);
      s.guide.act(Action.STEP);
      s.done();
      assertEquals(1, image.getOverlay().size());
      s.guide.act(Action.FINISH);
      s.done();
      assertNull(image.getOverlay());
      assertNull(s.outcomes.get(0).result().getOverlay());
      assertArrayEquals(before, Stage.pixels(image));
    }
  }

  @Test
  void stopKeepsWhatIsDoneWithinAModelCallAndDiscardRestores() throws Exception {
    int images = WindowManager.getImageCount();
    for (int trial = 0; trial < 30; trial++) {
      ImagePlus image = Stage.image();
      byte[] before = Stage.pixels(image);
      try (Stage s = new Stage(image, "output", "Replace", "steps", 200)) {
        s.guide.preview(1);
        s.guide.act(Action.FINISH);
        int wanted = trial % 7 + 1;
        s.until(x -> x.step() >= wanted);
        s.guide.act(Action.STOP);
        int step = s.guide.snapshot().step();
        s.done();
        Snapshot end = s.guide.snapshot();
        assertEquals(State.PAUSED, end.state());
        assertTrue(end.step() <= step + 1, "went on from " + step + " to " + end.step());
        assertEquals("Stopped after step " + end.step() + " of 200: Run goes on.", end.message());
        assertTrue(s.outcomes.isEmpty());
        s.guide.act(Action.DISCARD);
        s.done();
        assertEquals(State.ENDED, s.guide.snapshot().state());
        assertEquals("Discarded. The image is as it was.", s.guide.snapshot().message());
        assertNull(image.getOverlay());
        assertArrayEquals(before, Stage.pixels(image));
      }
    }
    assertEquals(images, WindowManager.getImageCount());
  }
}
