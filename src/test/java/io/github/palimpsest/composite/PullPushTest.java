package io.github.palimpsest.composite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PullPushTest {
  private record Case(int height, int width, float[] input, float[] mask, float[] expected) {}

  private record Goldens(String generator, List<Case> cases) {}

  @Test
  void agreesWithTheTrainingScript() throws IOException {
    Goldens goldens;
    try (Reader in =
        new InputStreamReader(
            getClass().getResourceAsStream("/goldens/pullpush.json"), StandardCharsets.UTF_8)) {
      goldens = new Gson().fromJson(in, Goldens.class);
    }
    assertEquals(3, goldens.cases.size());
    for (Case c : goldens.cases) {
      assertArrayEquals(c.expected, PullPush.fill(c.input, c.mask, c.width, c.height), 1e-5f);
    }
  }

  @Test
  void continuesAConstantAndKeepsTheKnown() {
    float[] x = new float[35];
    float[] hole = new float[35];
    Arrays.fill(x, 0.25f);
    for (int i = 10; i < 30; i++) {
      x[i] = Float.NaN;
      hole[i] = 1;
    }
    float[] out = PullPush.fill(x, hole, 7, 5);
    for (float v : out) {
      assertEquals(0.25f, v, 1e-7f);
    }
  }

  @Test
  void knowsNothingGivesZeros() {
    float[] hole = new float[12];
    Arrays.fill(hole, 1);
    assertArrayEquals(new float[12], PullPush.fill(new float[12], hole, 4, 3));
  }

  /** The arithmetic written down plainly, with every level and sweep in arrays of its own. */
  @Test
  void savingMemoryChangesNoBit() {
    Random random = new Random(3);
    for (int[] size : new int[][] {{1, 9}, {8, 8}, {13, 31}, {40, 17}}) {
      int width = size[0];
      int height = size[1];
      float[] x = new float[width * height];
      float[] hole = new float[x.length];
      double[] v = new double[x.length];
      double[] w = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
        hole[i] = i > 0 && random.nextInt(3) > 0 ? 1 : 0;
        v[i] = hole[i] == 0 ? x[i] : 0;
        w[i] = hole[i] == 0 ? 1 : 0;
      }
      double[] filled = plain(v, w, width, height);
      for (int sweep = 0; sweep < 12; sweep++) {
        double[] a = filled;
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
          int left = i % width == 0 ? i : i - 1;
          int right = (i + 1) % width == 0 ? i : i + 1;
          int up = i < width ? i : i - width;
          int down = i + width < a.length ? i + width : i;
          out[i] = w[i] == 0 ? (a[up] + a[down] + a[left] + a[right]) / 4 : out[i];
        }
        filled = out;
      }
      float[] expected = new float[x.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = w[i] == 1 ? x[i] : (float) filled[i];
      }
      assertArrayEquals(expected, PullPush.fill(x, hole, width, height));
    }
  }

  private static double[] plain(double[] v, double[] w, int width, int height) {
    if (width == 1 && height == 1) {
      return v;
    }
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    double[] means = new double[halfWidth * halfHeight];
    double[] sums = new double[means.length];
    for (int i = 0; i < v.length; i++) {
      int o = i / width / 2 * halfWidth + i % width / 2;
      means[o] += w[i] * v[i];
      sums[o] += w[i];
    }
    for (int o = 0; o < means.length; o++) {
      means[o] = sums[o] > 0 ? means[o] / sums[o] : 0;
      sums[o] = Math.min(1, sums[o]);
    }
    double[] coarse = plain(means, sums, halfWidth, halfHeight);
    double[] out = new double[v.length];
    for (int i = 0; i < out.length; i++) {
      double sx = Math.max(0, Math.min(halfWidth - 1, (i % width + 0.5) / 2 - 0.5));
      double sy = Math.max(0, Math.min(halfHeight - 1, (i / width + 0.5) / 2 - 0.5));
      int x0 = (int) sx;
      int x1 = Math.min(x0 + 1, halfWidth - 1);
      int y0 = (int) sy * halfWidth;
      int y1 = Math.min((int) sy + 1, halfHeight - 1) * halfWidth;
      double fx = sx - x0;
      double fy = sy - (int) sy;
      double upper = coarse[y0 + x0] * (1 - fx) + coarse[y0 + x1] * fx;
      double lower = coarse[y1 + x0] * (1 - fx) + coarse[y1 + x1] * fx;
      out[i] = w[i] * v[i] + (1 - w[i]) * (upper * (1 - fy) + lower * fy);
    }
    return out;
  }

  @Test
  void onePixel() {
    assertArrayEquals(new float[] {3}, PullPush.fill(new float[] {3}, new float[] {0}, 1, 1));
    assertArrayEquals(new float[] {0}, PullPush.fill(new float[] {3}, new float[] {1}, 1, 1));
  }
}
