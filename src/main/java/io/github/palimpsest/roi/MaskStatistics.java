package io.github.palimpsest.roi;

import io.github.palimpsest.image.SampleType;

/**
 * Counts the values of a mask image: which there are, and whether neighbours differ as in a ramp or
 * agree as in labels.
 */
public final class MaskStatistics {
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

  /** Nothing counted yet. */
  public MaskStatistics(SampleType type) {
    full = type == SampleType.UINT8 ? (float) type.max() : Float.NaN;
  }

  /** Counts a whole plane. */
  void add(float[] values, int width) {
    add(values, width, 0, 0);
  }

  /**
   * Counts a rectangle of a plane.
   *
   * @param values row by row
   * @param left columns at its left, 0 or 1, that are counted elsewhere and are neighbours here
   * @param above rows above likewise
   */
  public void add(float[] values, int width, int left, int above) {
    for (int y = above; y * width < values.length; y++) {
      for (int x = left; x < width; x++) {
        int i = y * width + x;
        add(values[i], x == 0 ? 0 : values[i - 1], y == 0 ? 0 : values[i - width]);
      }
    }
  }

  private void add(float v, float before, float above) {
    if (!(v >= 0) || Float.isInfinite(v)) {
      odd = odd == null ? v : odd;
    } else if (v == 0) {
      zero = true;
    } else {
      two |= most > 0 && (v != most || v != least);
      least = Math.min(least, v);
      most = Math.max(most, v);
      fractions |= v != Math.rint(v);
      if (v == full) {
        fullSeen = true;
      } else {
        mostBelowFull = Math.max(mostBelowFull, v);
        compare(v, before);
        compare(v, above);
      }
    }
  }

  /** Counts pixels that hold 0. */
  public void addZero() {
    zero = true;
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
