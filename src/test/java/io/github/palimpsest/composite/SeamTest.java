package io.github.palimpsest.composite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeamTest {
  private static float[] box(int n, int from, int to) {
    float[] mask = new float[n * n];
    for (int y = from; y < to; y++) {
      for (int x = from; x < to; x++) {
        mask[y * n + x] = 1;
      }
    }
    return mask;
  }

  private static float[] ring(int n, int from, int to) {
    float[] ring = box(n, from - Seam.RING, to + Seam.RING);
    float[] inside = box(n, from, to);
    for (int i = 0; i < ring.length; i++) {
      ring[i] -= inside[i];
    }
    return ring;
  }

  @Test
  void aRampWithAKnownStepHasAKnownScore() {
    int n = 24;
    float[] ramp = new float[n * n];
    float[] inside = box(n, 8, 16);
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = 3 * (i % n) + 10 * inside[i];
    }
    Seam seam = new Seam();
    seam.add(new float[][] {ramp}, inside, ring(n, 8, 16), n, n, 100);
    // 8 pairs each at left (0.13), right (0.07), top and bottom (0.10)
    assertEquals(0.1, seam.step(), 1e-6);
    // ring of 16 x 16 without 8 x 8: as many pairs along x (0.03) as along y (0)
    assertEquals((0.1 + 1e-4) / (0.015 + 1e-4), seam.score(), 1e-4);
  }

  @Test
  void theTruthScoresOneAndAFlatFillLess() {
    int n = 64;
    Random random = new Random(4);
    float[] noise = new float[n * n];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 1000 + 100 * (float) random.nextGaussian();
    }
    float[] inside = box(n, 20, 44);
    float[] flat = noise.clone();
    float[] shifted = noise.clone();
    for (int i = 0; i < flat.length; i++) {
      flat[i] = inside[i] > 0 ? 1000 : flat[i];
      shifted[i] += 300 * inside[i];
    }
    assertEquals(1, score(noise, inside, n), 0.15);
    assertTrue(score(flat, inside, n) < 0.8);
    assertTrue(score(shifted, inside, n) > 2);
  }

  private static double score(float[] values, float[] inside, int n) {
    Seam seam = new Seam();
    seam.add(new float[][] {values}, inside, ring(n, 20, 44), n, n, 1000);
    return seam.score();
  }

  @Test
  void bandsAddUpToTheWholeBitByBit() {
    int n = 64;
    Random random = new Random(5);
    float[] values = new float[n * n];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    float[] inside = box(n, 20, 44);
    float[] ring = ring(n, 20, 44);
    Seam seam = new Seam();
    for (int y = 0; y < n; y += 7) {
      int rows = Math.min(7, n - y);
      int seen = Math.min(8, n - y);
      int from = y * n;
      int to = (y + seen) * n;
      seam.add(
          new float[][] {Arrays.copyOfRange(values, from, to)},
          Arrays.copyOfRange(inside, from, to),
          Arrays.copyOfRange(ring, from, to),
          n,
          seen,
          rows,
          1000);
    }
    assertEquals(score(values, inside, n), seam.score());
  }

  @Test
  void channelsAreAveragedAndWhatIsNoNumberDoesNotCount() {
    int n = 24;
    float[] inside = box(n, 8, 16);
    float[] up = new float[n * n];
    float[] down = new float[n * n];
    for (int i = 0; i < up.length; i++) {
      up[i] = 10 * inside[i];
      down[i] = -10 * inside[i];
    }
    Seam grey = new Seam();
    grey.add(new float[][] {up, down, new float[n * n]}, inside, ring(n, 8, 16), n, n, 1);
    assertEquals(0, grey.step(), 1e-12);
    up[7 * n + 9] = Float.NaN;
    Seam seam = new Seam();
    seam.add(new float[][] {up}, inside, ring(n, 8, 16), n, n, 1);
    assertEquals(10, seam.step(), 1e-6);
    Seam whole = new Seam();
    whole.add(new float[][] {up}, box(n, 0, n), new float[n * n], n, n, 1);
    assertTrue(Double.isNaN(whole.score()));
  }
}
