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
  /** Of each dimension; whole where the shapes allow it. */
  private double factor(int d) {
    long whole = Math.max(1, Math.round((double) from[d] / to[d]));
    boolean fits = from[d] > (to[d] - 1) * whole && from[d] < (to[d] + 1) * whole;
    return fits ? whole : (double) from[d] / to[d];
  }

  /** The elements of the smaller level that come from a box of the larger one; may be none. */
  Box smaller(Box box) {
    long[] min = new long[to.length];
    long[] max = new long[to.length];
    for (int d = 0; d < to.length; d++) {
      min[d] = (long) (box.min()[d] / factor(d));
      max[d] = Math.min(to[d], (long) ((box.max(d) - 1) / factor(d)) + 1);
      if (min[d] >= max[d]) {
        return null;
      }
    }
    return Box.between(min, max);
  }

  /** The elements of the larger level behind a box of the smaller one. */
  Box larger(Box box) {
    long[] min = new long[from.length];
    long[] max = new long[from.length];
    for (int d = 0; d < from.length; d++) {
      min[d] = (long) (box.min()[d] * factor(d));
      max[d] = Math.min(from[d], Math.max(min[d] + 1, (long) (box.max(d) * factor(d))));
    }
    return Box.between(min, max);
  }

  /**
   * Elements of the smaller level, made from those of the larger.
   *
   * @param before the larger level before it was changed; only what comes from changed elements
   *     counts then. Null if all counts
   */
  Values make(ZarrArray larger, ZarrArray before, Box box, Downsampling method) {
    Box behind = larger(box);
    Values from = Values.read(larger, behind);
    Values old = before == null ? null : Values.read(before, behind);
    boolean whole = larger.sampleType() != SampleType.FLOAT32;
    float[] values = new float[box.elements()];
    float[] mask = old == null ? null : new float[values.length];
    int[] one = new int[to.length];
    Arrays.fill(one, 1);
    int[] i = new int[1];
    box.forEach(
        at -> {
          Box block = larger(new Box(at.clone(), one));
          values[i[0]] = method.value(from, block, whole);
          if (old != null && from.differs(old, block)) {
            mask[i[0]] = 1;
          }
          i[0]++;
        });
    return new Values(box, box.steps(), values, mask);
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
        float[] made = make(larger, null, box, method).values();
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
