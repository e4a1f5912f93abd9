package io.github.palimpsest.image;

/**
 * The 0.1 and 99.9 percentiles of sorted values, the robust range of a picture; linear between
 * order statistics, as numpy's default.
 */
public final class Quantiles {
  private static final double LOW = 0.001;

  private Quantiles() {}

  /** The 0.1 percentile of at least one value, in ascending order. */
  public static double low(float[] sorted) {
    return at(sorted, LOW);
  }

  /** The 99.9 percentile of at least one value, in ascending order. */
  public static double high(float[] sorted) {
    return at(sorted, 1 - LOW);
  }

  private static double at(float[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int i = (int) Math.floor(at);
    double next = sorted[Math.min(i + 1, sorted.length - 1)];
    return sorted[i] + (at - i) * (next - sorted[i]);
  }
}
