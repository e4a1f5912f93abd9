package io.github.palimpsest.large.zarr;

import java.util.ArrayList;
import java.util.List;

/**
 * The chunks that an array is divided into, each with a number: last dimension fastest.
 *
 * @param shape of the array
 * @param chunk shape of a chunk; those at the end reach beyond the array
 */
record Grid(long[] shape, int[] chunk) {
  int dimensions() {
    return shape.length;
  }

  private long count(int dimension) {
    return (shape[dimension] + chunk[dimension] - 1) / chunk[dimension];
  }

  /** The number of the chunk at a place in the grid. */
  long number(long[] place) {
    long number = 0;
    for (int d = 0; d < shape.length; d++) {
      number = number * count(d) + place[d];
    }
    return number;
  }

  /** The place in the grid of a chunk. */
  long[] place(long number) {
    long[] place = new long[shape.length];
    for (int d = shape.length - 1; d >= 0; d--) {
      place[d] = number % count(d);
      number /= count(d);
    }
    return place;
  }

  /** The distance between neighbours along a dimension in a chunk's array. */
  int step(int dimension) {
    int step = 1;
    for (int d = chunk.length - 1; d > dimension; d--) {
      step *= chunk[d];
    }
    return step;
  }

  /** The places of all chunks that meet a box, in the order of their numbers. */
  List<long[]> places(Box box) {
    long[] min = new long[shape.length];
    long[] max = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      min[d] = box.min()[d] / chunk[d];
      max[d] = (box.max(d) - 1) / chunk[d] + 1;
    }
    List<long[]> places = new ArrayList<>();
    Box.between(min, max).forEach(place -> places.add(place.clone()));
    return places;
  }

  /** The part of a box that lies in a chunk. */
  Box in(Box box, long[] place) {
    long[] min = new long[shape.length];
    long[] max = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      min[d] = Math.max(box.min()[d], place[d] * chunk[d]);
      max[d] = Math.min(box.max(d), (place[d] + 1) * chunk[d]);
    }
    return Box.between(min, max);
  }
}
