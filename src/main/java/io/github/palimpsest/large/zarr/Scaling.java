package io.github.palimpsest.large.zarr;

import io.github.palimpsest.image.SampleType;
import java.util.Arrays;
import java.util.Collection;

/**
 * A level of a pyramid as made from the one above it.
 *
 * @param from the shape of the larger level
 * @param to that of the smaller one
 */
record Scaling(long[] from, long[] to) {
  /** Of each dimension: 2 or another whole number where the shapes allow it. */
  private double factor(int d) {
    long nearest = Math.max(1, Math.round((double) from[d] / to[d]));
    if (fits(d, nearest)) {
      return nearest > 2 && fits(d, 2) ? 2 : nearest;
    }
    return (double) from[d] / to[d];
  }

  /** Whether the smaller level is the larger one over a factor, rounded in either direction. */
  private boolean fits(int d, long factor) {
    return from[d] > (to[d] - 1) * factor && from[d] < (to[d] + 1) * factor;
  }

  /** The elements of the smaller level that may come from a box of the larger one. */
  Box smaller(Box box) {
    long[] min = new long[to.length];
    long[] max = new long[to.length];
    for (int d = 0; d < to.length; d++) {
      int around = from[d] == to[d] ? 0 : 1;
      min[d] = clipped((long) (box.min()[d] / factor(d)) - around, to[d] - 1);
      max[d] = clipped((long) ((box.max(d) - 1) / factor(d)) + 1 + around, to[d]);
      max[d] = Math.max(max[d], min[d] + 1);
    }
    return Box.between(min, max);
  }

  /** The elements of the larger level behind a box of the smaller one. */
  private Box larger(Box box) {
    long[] min = new long[from.length];
    long[] max = new long[from.length];
    for (int d = 0; d < from.length; d++) {
      min[d] = clipped((long) (box.min()[d] * factor(d)), from[d] - 1);
      max[d] = clipped((long) (box.max(d) * factor(d)), from[d]);
      max[d] = Math.max(max[d], min[d] + 1);
    }
    return Box.between(min, max);
  }

  /** The element of the larger level at the middle of one of the smaller, by their sizes. */
  private long[] middle(long[] at) {
    long[] middle = new long[from.length];
    for (int d = 0; d < from.length; d++) {
      middle[d] = clipped((long) ((at[d] + 0.5) * from[d] / to[d]), from[d] - 1);
    }
    return middle;
  }

  /** What {@link #larger} and {@link #middle} of a box need. */
  private Box read(Box box) {
    Box behind = larger(box);
    long[] last = new long[to.length];
    Arrays.setAll(last, d -> box.max(d) - 1);
    long[] first = middle(box.min());
    long[] end = middle(last);
    long[] min = new long[from.length];
    long[] max = new long[from.length];
    for (int d = 0; d < from.length; d++) {
      min[d] = Math.min(behind.min()[d], first[d]);
      max[d] = Math.max(behind.max(d), end[d] + 1);
    }
    return Box.between(min, max);
  }

  private static long clipped(long at, long most) {
    return Math.max(0, Math.min(most, at));
  }

  /** Elements of the smaller level, made from those of the larger. */
  float[] make(ZarrArray larger, Box box, Downsampling method) {
    Values from = Values.read(larger, read(box));
    boolean whole = larger.sampleType() != SampleType.FLOAT32;
    float[] values = new float[box.elements()];
    int[] one = new int[to.length];
    Arrays.fill(one, 1);
    int[] i = new int[1];
    box.forEach(
        at ->
            values[i[0]++] =
                method == Downsampling.MIDDLE
                    ? from.at(middle(at))
                    : method.value(from, larger(new Box(at.clone(), one)), whole));
    return values;
  }

  /**
   * The method by which the elements of some boxes are most nearly what they are.
   *
   * @param larger level
   * @param smaller level
   */
  Downsampling guess(ZarrArray larger, ZarrArray smaller, Collection<Box> boxes) {
    Downsampling best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Downsampling method : Downsampling.values()) {
      double error = 0;
      for (Box box : boxes) {
        float[] is = Values.read(smaller, box).values();
        float[] made = make(larger, box, method);
        for (int i = 0; i < is.length; i++) {
          double off = Math.abs(is[i] - made[i]);
          error += Double.isNaN(off) ? 0 : off;
        }
      }
      if (best == null || error < least) {
        best = method;
        least = error;
      }
    }
    return best;
  }
}
