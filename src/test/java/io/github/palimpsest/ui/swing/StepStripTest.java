package io.github.palimpsest.ui.swing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import io.github.palimpsest.ui.guided.Stage;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Graphics2D;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The strip shows frames, and a press on it shows them in the stack. */
class StepStripTest {
  private static final int WIDTH = 462;

  /** The colour of the corner that tells of paint. */
  private static final int PAINTED = 0xE69F00;

  private final List<ImagePlus> stacks = new ArrayList<>();

  private final GuidedHost host =
      new GuidedHost() {
        @Override
        public void opened(ImagePlus stack) {
          stacks.add(stack);
        }

        @Override
        public void finished(Outcome outcome) {}

        @Override
        public void warn(String sentence) {}

        @Override
        public void record(List<String> lines) {}
      };

  private static Snapshot until(GuidedPresenter guide, Predicate<Snapshot> what)
      throws InterruptedException {
    for (int i = 0; i < 1500; i++) {
      Snapshot now = guide.snapshot();
      if (now != null && what.test(now)) {
        return now;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("waited in vain; last " + guide.snapshot());
  }

  private static void event(StepStrip strip, int id, int x) {
    MouseEvent e = new MouseEvent(strip, id, 0, MouseEvent.BUTTON1_DOWN_MASK, x, 10, 1, false);
    strip.dispatchEvent(e);
  }

  private static int count(StepStrip strip, int colour) {
    BufferedImage picture =
        new BufferedImage(strip.getWidth(), strip.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    strip.paint(g);
    g.dispose();
    int n = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        n += (picture.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
      }
    }
    return n;
  }

  @Test
  void aPressShowsAFrameAndPaintIsMarked() throws Exception {
    Request request =
        Request.of("model", TinyModels.folder("pixel").toString(), "steps", 6, "seed", 3);
    try (GuidedPresenter guide = new GuidedPresenter(Stage.image(), request, host, Runnable::run)) {
      StepStrip strip = new StepStrip(guide.branches());
      Dimension empty = strip.getPreferredSize();
      strip.setSize(WIDTH, empty.height);
      guide.act(Action.RUN);
      assertTrue(guide.await(30, TimeUnit.SECONDS));
      ImagePlus stack = stacks.get(0);
      EventQueue.invokeAndWait(
          () -> {
            strip.show(guide.snapshot());
            assertEquals(empty, strip.getPreferredSize());
            assertTrue(strip.words(2).matches("step 2 of 6 · noise \\d+ % · the.*by \\S+"));
            assertFalse(strip.words(1).contains("changed"), strip.words(1));
            event(strip, MouseEvent.MOUSE_PRESSED, WIDTH * 2 / 7 + 5);
            assertEquals(3, stack.getT());
            event(strip, MouseEvent.MOUSE_DRAGGED, WIDTH * 4 / 7 + 5);
            assertEquals(5, stack.getT());
            event(strip, MouseEvent.MOUSE_DRAGGED, 9999);
            assertEquals(7, stack.getT());
            strip.getActionMap().get("LEFT").actionPerformed(null);
            assertEquals(6, stack.getT());
            strip.getActionMap().get("HOME").actionPerformed(null);
            assertEquals(1, stack.getT());
            assertEquals(0, count(strip, PAINTED));
          });
      Stage.paint(stack, 2, 250);
      Snapshot painted = until(guide, s -> s.paint() != null);
      EventQueue.invokeAndWait(
          () -> {
            strip.show(painted);
            assertTrue(count(strip, PAINTED) > 10);
            assertTrue(strip.words(2).contains(" · painted on"), strip.words(2));
          });
      // gone back: what lies beyond is to come
      guide.act(Action.BACK);
      Snapshot back = until(guide, s -> s.step() == 1);
      EventQueue.invokeAndWait(
          () -> {
            strip.show(back);
            assertEquals("step 4 of 6 is to come", strip.words(4));
            assertEquals(0, count(strip, PAINTED));
            event(strip, MouseEvent.MOUSE_PRESSED, WIDTH - 3);
            assertEquals(2, stack.getT());
          });
    }
  }
}
