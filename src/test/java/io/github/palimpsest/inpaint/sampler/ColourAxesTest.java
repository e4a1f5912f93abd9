package io.github.palimpsest.inpaint.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColourAxesTest {
  private static final int N = 500;
  private final Random random = new Random(8);

  private float[][] planes(double r, double g, double b, double noise) {
    float[][] planes = new float[3][N];
    double[] axis = {r, g, b};
    for (int i = 0; i < N; i++) {
      double v = random.nextGaussian();
      for (int c = 0; c < 3; c++) {
        planes[c][i] = (float) (0.1 * c + axis[c] * v + noise * random.nextGaussian());
      }
    }
    return planes;
  }

  private static float[][] back(ColourAxes axes, float[][] planes) {
    float[][] out = new float[3][N];
    for (int k = 0; k < 3; k++) {
      axes.addTo(out, k, axes.toModel(k, planes));
    }
    return out;
  }

  @Test
  void planesComeBack() {
    float[][] planes = planes(0.3, 0.5, -0.2, 0.05);
    float[][] out = back(ColourAxes.of(planes, new float[N]), planes);
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(planes[c], out[c], 1e-6f);
    }
  }

  @Test
  void theFirstAxisIsThatOfTheColoursAndEachHasItsRobustRange() {
    float[][] planes = planes(0.6, 0, 0.8, 0.01);
    ColourAxes axes = ColourAxes.of(planes, new float[N]);
    float[][] one = new float[3][N];
    axes.addTo(one, 0, new float[N]);
    float[] ones = new float[N];
    Arrays.fill(ones, 1);
    float[][] end = new float[3][N];
    axes.addTo(end, 0, ones);
    assertEquals(0.75, (end[0][0] - one[0][0]) / (end[2][0] - one[2][0]), 0.01);
    assertEquals(0, (end[1][0] - one[1][0]) / (end[2][0] - one[2][0]), 0.01);
    for (int k = 0; k < 3; k++) {
      float[] sorted = axes.toModel(k, planes);
      Arrays.sort(sorted);
      assertTrue(sorted[1] <= -0.9 && sorted[1] >= -1.01 || k == 0, "" + sorted[1]);
      assertEquals(1, sorted[N - 1], 0.2);
    }
  }

  @Test
  void whatIsHiddenDoesNotCount() {
    float[][] planes = planes(0.4, 0.4, 0.4, 0.1);
    float[] mask = new float[N];
    Arrays.fill(mask, 0, 100, 1);
    ColourAxes axes = ColourAxes.of(planes, mask);
    float[] before = axes.toModel(1, planes);
    for (int i = 0; i < 100; i++) {
      planes[0][i] = 50;
    }
    float[] after = ColourAxes.of(planes, mask).toModel(1, planes);
    assertArrayEquals(Arrays.copyOfRange(before, 100, N), Arrays.copyOfRange(after, 100, N), 0f);
    Arrays.fill(mask, 1);
    assertNull(ColourAxes.of(planes, mask));
  }

  @Test
  void greyAndConstantPicturesStayGrey() {
    float[][] planes = planes(0, 0, 0, 0);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < N; i++) {
        planes[c][i] = (float) Math.sin(i);
      }
    }
    ColourAxes axes = ColourAxes.of(planes, new float[N]);
    float[][] filled = new float[3][N];
    for (int k = 0; k < 3; k++) {
      float[] wild = new float[N];
      for (int i = 0; i < N; i++) {
        wild[i] = (float) random.nextGaussian();
      }
      axes.addTo(filled, k, wild);
    }
    for (int i = 0; i < N; i++) {
      assertEquals(filled[0][i], filled[1][i], 0.002);
      assertEquals(filled[0][i], filled[2][i], 0.002);
    }
    float[][] flat = planes(0, 0, 0, 0);
    float[][] out = back(ColourAxes.of(flat, new float[N]), flat);
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(flat[c], out[c], 1e-6f);
    }
  }
}
