package io.github.palimpsest.roi;

/**
 * Counts the values of a mask image: which there are, and whether neighbours differ as in a ramp or
 * agree as in labels.
 */
final class MaskStatistics {
  /** Labels seldom touch; in a ramp at least every second pair of neighbours differs. */
  private static final double MOST_DIFFERENT = 0.25;

  /** So few neighbours may agree by chance beside a ramp. */
  private static final int LEAST_PAIRS = 16;

  private final float full;
  private boolean zero;
  private boolean fullSeen;
  private boolean fractions;
  private boolean two;
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;
  private float mostBelowFull;
  private long pairs;
  private long different;
  private Float odd;

  /**
   * @param full the value that means a full weight, which is left out where neighbours are compared
   */
  MaskStatistics(float full) {
    this.full = full;
  }

  void add(float[] values, int width) {
    for (int i = 0; i < values.length; i++) {
      float v = values[i];
      if (!(v >= 0) || Float.isInfinite(v)) {
        odd = odd == null ? v : odd;
        continue;
      }
      if (v == 0) {
        zero = true;
        continue;
      }
      two |= most > 0 && (v != most || v != least);
      least = Math.min(least, v);
      most = Math.max(most, v);
      fractions |= v != Math.rint(v);
      if (v == full) {
        fullSeen = true;
        continue;
      }
      mostBelowFull = Math.max(mostBelowFull, v);
      compare(v, i % width == 0 ? 0 : values[i - 1]);
      compare(v, i < width ? 0 : values[i - width]);
    }
  }

  private void compare(float v, float neighbour) {
    if (neighbour > 0 && neighbour != full) {
      pairs++;
      different += v == neighbour ? 0 : 1;
    }
  }

  /** A value that is negative or no finite number; null if there is none. */
  Float odd() {
    return odd;
  }

  boolean zero() {
    return zero;
  }

  boolean full() {
    return fullSeen;
  }

  boolean fractions() {
    return fractions;
  }

  /** Whether there is a value above 0 at all. */
  boolean any() {
    return most > 0;
  }

  /** Whether two values above 0 differ. */
  boolean several() {
    return two;
  }

  /** The least value above 0. */
  float least() {
    return least;
  }

  float most() {
    return most;
  }

  /** The largest that is not the full value; 0 if there is none. */
  float mostBelowFull() {
    return mostBelowFull;
  }

  /** Whether areas of one value are seen rather than ramps. */
  boolean flat() {
    return different <= MOST_DIFFERENT * pairs && (pairs >= LEAST_PAIRS || !fullSeen);
  }
}
