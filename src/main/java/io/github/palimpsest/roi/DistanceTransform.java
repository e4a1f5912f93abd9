package io.github.palimpsest.roi;

import java.util.Arrays;

/**
 * Exact Euclidean distance transform in linear time (Felzenszwalb and Huttenlocher 2012, Theory of
 * Computing 8, algorithm 1): the lower envelope of parabolas (x − q)² + f(q), rows after columns.
 */
public final class DistanceTransform {
  private DistanceTransform() {}

  /**
   * Squared distance, in pixels, of every pixel to the nearest pixel that is set.
   *
   * @return [height · width]; positive infinity everywhere if none is set
   */
  public static double[] squared(boolean[] set, int width, int height) {
    double[] d = new double[set.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = set[i] ? 0 : Double.POSITIVE_INFINITY;
    }
    int n = Math.max(width, height);
    double[] f = new double[n];
    double[] out = new double[n];
    int[] v = new int[n];
    double[] z = new double[n + 1];
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        f[y] = d[y * width + x];
      }
      line(f, height, out, v, z);
      for (int y = 0; y < height; y++) {
        d[y * width + x] = out[y];
      }
    }
    for (int y = 0; y < height; y++) {
      System.arraycopy(d, y * width, f, 0, width);
      line(f, width, out, v, z);
      System.arraycopy(out, 0, d, y * width, width);
    }
    return d;
  }

  /** v: parabolas of the envelope; z: where each begins to be the lowest. */
  private static void line(double[] f, int n, double[] out, int[] v, double[] z) {
    int k = -1;
    for (int q = 0; q < n; q++) {
      if (Double.isInfinite(f[q])) {
        continue;
      }
      double from = Double.NEGATIVE_INFINITY;
      while (k >= 0) {
        from = (f[q] + (double) q * q - f[v[k]] - (double) v[k] * v[k]) / (2.0 * (q - v[k]));
        if (from > z[k]) {
          break;
        }
        k--;
        from = Double.NEGATIVE_INFINITY;
      }
      v[++k] = q;
      z[k] = from;
    }
    if (k < 0) {
      Arrays.fill(out, 0, n, Double.POSITIVE_INFINITY);
      return;
    }
    for (int q = 0, j = 0; q < n; q++) {
      while (j < k && z[j + 1] <= q) {
        j++;
      }
      double step = q - v[j];
      out[q] = step * step + f[v[j]];
    }
  }
}
