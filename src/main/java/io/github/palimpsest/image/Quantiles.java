package io.github.palimpsest.image;

/**
 * The 0.1 and 99.9 percentiles of sorted values, the robust range of a picture; linear between
 * order statistics, as numpy's default.
 */
public final class Quantiles {
  private static final double LOW = 0.001;

  private Quantiles() {}

  /** The 0.1 percentile of at least one value, in ascending order. */
  public static double low(SortedValues sorted) {
    return at(sorted, LOW);
  }

  /** The 99.9 percentile of at least one value, in ascending order. */
  public static double high(SortedValues sorted) {
    return at(sorted, 1 - LOW);
  }

  /** The ranks of so many values that either asks for, the first and the last. */
  static long[] ranks(long count) {
    long low = (long) Math.floor(LOW * (count - 1));
    long high = (long) Math.floor((1 - LOW) * (count - 1));
    long last = count - 1;
    return new long[] {0, low, Math.min(low + 1, last), high, Math.min(high + 1, last), last};
  }

  private static double at(SortedValues sorted, double q) {
    double at = q * (sorted.count() - 1);
    long i = (long) Math.floor(at);
    float value = sorted.at(i);
    double next = sorted.at(Math.min(i + 1, sorted.count() - 1));
    return value + (at - i) * (next - value);
  }
}
