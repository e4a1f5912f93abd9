package io.github.palimpsest.large.zarr;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A part of an array.
 *
 * @param min its first element
 * @param size along each dimension
 */
record Box(long[] min, int[] size) {
  /** From {@code min} to before {@code max}; not empty. */
  static Box between(long[] min, long[] max) {
    int[] size = new int[min.length];
    for (int d = 0; d < size.length; d++) {
      size[d] = Math.toIntExact(max[d] - min[d]);
    }
    return new Box(min, size);
  }

  /** Beyond its last element along a dimension. */
  long max(int d) {
    return min[d] + size[d];
  }

  /** How many elements it has. */
  int elements() {
    return Arrays.stream(size).reduce(1, Math::multiplyExact);
  }

  /** Distances between neighbours in an array that holds the box, last dimension fastest. */
  int[] steps() {
    int[] steps = new int[size.length];
    int step = 1;
    for (int d = size.length - 1; d >= 0; d--) {
      steps[d] = step;
      step *= size[d];
    }
    return steps;
  }

  /** Calls for every element, last dimension fastest, always with the same array. */
  void forEach(Consumer<long[]> action) {
    long[] at = min.clone();
    int d;
    do {
      action.accept(at);
      d = at.length - 1;
      while (d >= 0 && ++at[d] == max(d)) {
        at[d] = min[d];
        d--;
      }
    } while (d >= 0);
  }

  /** Where an element lies in an array with such distances. */
  int index(long[] at, int[] steps) {
    int index = 0;
    for (int d = 0; d < at.length; d++) {
      index += (int) (at[d] - min[d]) * steps[d];
    }
    return index;
  }
}
