package io.github.palimpsest.image;

/** Values in ascending order, which need not be in memory. */
public interface SortedValues {
  /** How many there are. */
  long count();

  /**
   * The value of a rank, from 0; of values that are counted, only ranks that {@link Quantiles} asks
   * for, the first and the last.
   */
  float at(long rank);

  /**
   * Those of an array in any order, without NaN; it is copied. Ranks are asked for by one thread at
   * a time.
   */
  static SortedValues of(float[] values) {
    return new SelectedValues(values);
  }
}
