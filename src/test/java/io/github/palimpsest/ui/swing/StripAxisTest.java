package io.github.palimpsest.ui.swing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every frame has its place in the strip, and pictures are thinned out evenly. */
class StripAxisTest {
  @Test
  void fewFramesHaveAPictureEach() {
    StripAxis axis = new StripAxis(7, 420, 35);
    assertEquals(7, axis.slots());
    for (int k = 0; k < 7; k++) {
      assertEquals(k, axis.first(k));
      assertEquals(60 * k, axis.left(k));
      assertEquals(k, axis.frameAt(60 * k));
      assertEquals(k, axis.frameAt(60 * k + 59));
    }
    assertEquals(0, axis.frameAt(-5));
    assertEquals(6, axis.frameAt(9999));
  }

  @Test
  void anyNumberOfFramesFitsAnyWidth() {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      int frames = 1 + random.nextInt(1200);
      int width = 1 + random.nextInt(900);
      StripAxis axis = new StripAxis(frames, width, 20 + random.nextInt(30));
      assertTrue(axis.slots() >= 1 && axis.slots() <= frames);
      assertEquals(0, axis.first(0));
      assertEquals(frames, axis.first(axis.slots()));
      assertEquals(width, axis.left(frames));
      int least = frames;
      int most = 0;
      for (int s = 0; s < axis.slots(); s++) {
        int held = axis.first(s + 1) - axis.first(s);
        least = Math.min(least, held);
        most = Math.max(most, held);
        if (axis.slots() > 1) {
          assertTrue(axis.left(axis.first(s + 1)) - axis.left(axis.first(s)) >= axis.edge() / 2);
        }
      }
      assertTrue(least >= 1 && most - least <= 1, axis + " " + least + " " + most);
      int k = random.nextInt(frames);
      for (int x = axis.left(k); x < axis.left(k + 1); x++) {
        assertEquals(k, axis.frameAt(x), axis + " x=" + x);
      }
    }
  }

  @Test
  void aPictureShowsTheFrameThatMattersMost() {
    StripAxis axis = new StripAxis(100, 350, 35);
    assertEquals(10, axis.slots());
    assertEquals(13, axis.standsFor(1, 13, 60, k -> k == 15, k -> true));
    assertEquals(15, axis.standsFor(1, 60, 60, k -> k == 15, k -> true));
    assertEquals(60, axis.standsFor(6, 3, 60, k -> false, k -> true));
    assertEquals(12, axis.standsFor(1, 3, 60, k -> false, k -> k % 4 == 0));
    assertEquals(10, axis.standsFor(1, 3, 60, k -> false, k -> false));
    assertEquals(-1, axis.standsFor(7, 3, 60, k -> true, k -> true));
    // painted frames that were gone back from count no more
    assertEquals(62, axis.standsFor(6, 3, 62, k -> k == 65, k -> true));
  }

  @Test
  void aFewLargeChangesDoNotHideTheOthers() {
    double nan = Double.NaN;
    assertEquals(0, ChangePlot.top(new double[] {nan, nan}));
    assertEquals(8, ChangePlot.top(new double[] {nan, nan, 8, 4, 3, 2, 1, 0.5}));
    double[] painted = {nan, nan, 1, 0.9, 0.9, 0.8, 0.8, 0.7, 0.7, 50, 1, 0.6};
    assertEquals(2, ChangePlot.top(painted), 1e-9);
    assertEquals(50, ChangePlot.top(new double[] {nan, nan, 0, 0, 0, 50}));
  }
}
