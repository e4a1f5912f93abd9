package io.github.palimpsest.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {
  private static Mask full(int w, int h, Rectangle r) {
    float[] ones = new float[r.width * r.height];
    Arrays.fill(ones, 1);
    return new Mask(w, h, r, ones);
  }

  @Test
  void shrinksToItsWeights() {
    float[] w = new float[12];
    w[5] = 0.5f;
    w[6] = 1;
    Mask mask = new Mask(100, 50, new Rectangle(10, 20, 4, 3), w);
    assertEquals(new Rectangle(11, 21, 2, 1), mask.bounds());
    assertArrayEquals(new float[] {0.5f, 1}, mask.weights());
    assertArrayEquals(new float[] {0, 0.5f, 1, 0}, mask.crop(new Rectangle(10, 21, 4, 1)));
    assertEquals(0, mask.at(0, 0));
    assertEquals(1, mask.at(12, 21));
    assertEquals(2, mask.count());
    assertTrue(new Mask(5, 5, new Rectangle(5, 5), new float[25]).isEmpty());
  }

  @Test
  void combinesPixelByPixel() {
    Mask a = full(20, 20, new Rectangle(2, 2, 4, 4));
    Mask b = full(20, 20, new Rectangle(4, 4, 4, 4));
    assertEquals(28, Mask.union(20, 20, List.of(a, b)).count());
    assertEquals(12, a.minus(b).count());
    assertTrue(a.minus(a).isEmpty());
    assertTrue(Mask.union(20, 20, List.of()).isEmpty());
    assertTrue(Mask.union(20, 20, List.of(a.minus(a))).isEmpty());
  }

  @Test
  void distanceIsExact() {
    Random random = new Random(3);
    for (int trial = 0; trial < 40; trial++) {
      int w = 1 + random.nextInt(23);
      int h = 1 + random.nextInt(23);
      boolean[] set = new boolean[w * h];
      for (int i = 0; i < set.length; i++) {
        set[i] = random.nextInt(25) == 0;
      }
      double[] d = DistanceTransform.squared(set, w, h);
      for (int i = 0; i < set.length; i++) {
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < set.length; j++) {
          if (set[j]) {
            double dx = i % w - j % w;
            double dy = i / w - j / w;
            best = Math.min(best, dx * dx + dy * dy);
          }
        }
        assertEquals(best, d[i]);
      }
    }
  }

  @Test
  void featherIsSpentInside() {
    Mask soft = full(30, 30, new Rectangle(5, 5, 15, 15)).feathered(4);
    assertEquals(new Rectangle(5, 5, 15, 15), soft.bounds());
    float[] row = soft.crop(new Rectangle(4, 12, 7, 1));
    assertArrayEquals(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 1}, row, 1e-6f);
    assertEquals(0.2f, soft.at(5, 5), 1e-6f);
    assertEquals(1, soft.at(12, 12));
  }

  @Test
  void featherLeavesAPixelOfTheSmallestMask() {
    Mask soft = full(30, 30, new Rectangle(5, 5, 1, 1)).feathered(9);
    assertEquals(0.1f, soft.at(5, 5), 1e-6f);
  }

  @Test
  void theCanvasBorderIsNoEdge() {
    Mask whole = full(9, 9, new Rectangle(9, 9));
    assertArrayEquals(whole.weights(), whole.feathered(3).weights());
    Mask left = full(9, 9, new Rectangle(0, 0, 4, 9)).feathered(3);
    assertEquals(1, left.at(0, 4));
    assertEquals(0.25f, left.at(3, 0), 1e-6f);
  }

  @Test
  void noFeatherIsTheSameMask() {
    Mask mask = full(9, 9, new Rectangle(2, 2));
    assertSame(mask, mask.feathered(0));
  }

  @Test
  void softWeightsStaySoft() {
    Mask mask = new Mask(9, 9, new Rectangle(3, 3, 1, 1), new float[] {0.5f}).feathered(1);
    assertEquals(0.25f, mask.at(3, 3), 1e-6f);
  }
}
