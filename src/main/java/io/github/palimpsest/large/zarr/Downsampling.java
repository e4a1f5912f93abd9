package io.github.palimpsest.large.zarr;

/** How a level of a pyramid may have been made from the one above. */
enum Downsampling {
  /** The mean, halves to the even neighbour, as NumPy rounds. */
  MEAN_EVEN,
  /** The mean, halves up. */
  MEAN_UP,
  /** The mean, rounded down. */
  MEAN_DOWN,
  /** The first element of each block. */
  FIRST,
  /** The element at the middle, where the sizes of both levels put it. */
  MIDDLE;

  /**
   * An element of the smaller level, for all but {@link #MIDDLE}.
   *
   * @param from values of the larger one
   * @param block the elements that become this one
   * @param whole whether the type holds whole numbers only
   */
  float value(Values from, Box block, boolean whole) {
    if (this == FIRST) {
      return from.at(block.min());
    }
    double[] sum = new double[1];
    block.forEach(at -> sum[0] += from.at(at));
    double mean = sum[0] / block.elements();
    if (!whole) {
      return (float) mean;
    }
    return (float)
        switch (this) {
          case MEAN_EVEN -> Math.rint(mean);
          case MEAN_UP -> Math.floor(mean + 0.5);
          default -> Math.floor(mean);
        };
  }
}
