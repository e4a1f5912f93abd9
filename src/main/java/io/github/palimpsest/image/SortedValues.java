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

  /** Those of a sorted array. */
  static SortedValues of(float[] sorted) {
    return new SortedValues() {
      @Override
      public long count() {
        return sorted.length;
      }

      @Override
      public float at(long rank) {
        return sorted[(int) rank];
      }
    };
  }
}
