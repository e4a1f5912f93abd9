package io.github.palimpsest.control;

import java.awt.Rectangle;

/**
 * Gaussian smoothing of a part of a plane, bitwise what smoothing the whole plane gives there.
 *
 * <p>The kernel reaches ceil(3 sigma) pixels and is normalised; beyond the border the border pixel
 * counts. Missing values (NaN) are left out and the rest re-weighted (normalised convolution,
 * Knutsson and Westin 1993), so they spread no further than the kernel.
 */
final class Smoother {
  /** Values of a rectangle, row by row; NaN where missing. */
  interface Field {
    /** The whole plane. */
    Rectangle bounds();

    /** A new array of {@code r}, within the bounds. */
    double[] read(Rectangle r);
  }

  /** Below this share of known weight a value is unknown. */
  private static final double LEAST_WEIGHT = 1e-6;

  private final double[] kernelX;
  private final double[] kernelY;

  /**
   * @param sigmaX pixels, 0 or more
   * @param sigmaY pixels, 0 or more
   */
  Smoother(double sigmaX, double sigmaY) {
    kernelX = kernel(sigmaX);
    kernelY = kernel(sigmaY);
  }

  /** Half of the kernel, the centre first; centre + 2 · others = 1. */
  static double[] kernel(double sigma) {
    if (!(sigma > 0)) {
      return new double[] {1};
    }
    double[] k = new double[(int) Math.ceil(3 * sigma) + 1];
    double sum = 0;
    for (int i = 0; i < k.length; i++) {
      k[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += i == 0 ? k[i] : 2 * k[i];
    }
    for (int i = 0; i < k.length; i++) {
      k[i] /= sum;
    }
    return k;
  }

  double[] kernelX() {
    return kernelX;
  }

  double[] kernelY() {
    return kernelY;
  }

  /** Smoothed values of {@code r}; NaN where nothing is known nearby. */
  double[] smooth(Field field, Rectangle r) {
    Rectangle outer = new Rectangle(r);
    outer.grow(kernelX.length - 1, kernelY.length - 1);
    outer = outer.intersection(field.bounds());
    double[] values = field.read(outer);
    boolean[] missing = missing(values);
    double[] rows = new double[outer.height * r.width];
    double[] rowWeights = missing == null ? null : new double[rows.length];
    for (int y = 0, o = 0; y < outer.height; y++) {
      for (int x = 0; x < r.width; x++, o++) {
        row(values, missing, outer, y, r.x + x, rows, rowWeights, o);
      }
    }
    double[] out = new double[r.width * r.height];
    for (int y = 0, o = 0; y < r.height; y++) {
      for (int x = 0; x < r.width; x++, o++) {
        out[o] = column(rows, rowWeights, outer, r, x, r.y + y);
      }
    }
    return out;
  }

  /** Sets missing values to 0; null if there are none. */
  private static boolean[] missing(double[] values) {
    boolean[] missing = null;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        missing = missing == null ? new boolean[values.length] : missing;
        missing[i] = true;
        values[i] = 0;
      }
    }
    return missing;
  }

  private void row(
      double[] values,
      boolean[] missing,
      Rectangle outer,
      int y,
      int x,
      double[] rows,
      double[] weights,
      int o) {
    int reach = kernelX.length - 1;
    double sum = 0;
    double weight = 0;
    boolean whole = true;
    for (int j = -reach; j <= reach; j++) {
      int at = y * outer.width + Math.max(0, Math.min(outer.width - 1, x + j - outer.x));
      double k = kernelX[Math.abs(j)];
      sum += k * values[at];
      if (missing != null && missing[at]) {
        whole = false;
      } else {
        weight += k;
      }
    }
    rows[o] = sum;
    if (weights != null) {
      // exactly 1, so that missing values far away change nothing here
      weights[o] = whole ? 1 : weight;
    }
  }

  private double column(
      double[] rows, double[] weights, Rectangle outer, Rectangle r, int x, int y) {
    int reach = kernelY.length - 1;
    double sum = 0;
    double weight = 0;
    boolean whole = true;
    for (int j = -reach; j <= reach; j++) {
      int at = Math.max(0, Math.min(outer.height - 1, y + j - outer.y)) * r.width + x;
      double k = kernelY[Math.abs(j)];
      sum += k * rows[at];
      if (weights != null) {
        whole &= weights[at] == 1;
        weight += k * weights[at];
      }
    }
    if (whole) {
      return sum;
    }
    return weight < LEAST_WEIGHT ? Double.NaN : sum / weight;
  }
}
