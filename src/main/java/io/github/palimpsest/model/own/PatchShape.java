package io.github.palimpsest.model.own;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The cells of a patch, from its centre outwards, in the eight orientations of a square.
 * Orientation o first swaps x and y (o &amp; 4), then mirrors x (o &amp; 1) and y (o &amp; 2).
 */
final class PatchShape {
  final int radius;

  /** Offsets of the cells. */
  final int[] dx;

  final int[] dy;

  /** Weights of the cells, 1 at the centre. */
  final float[] weights;

  PatchShape(int radius, double window) {
    this.radius = radius;
    int side = 2 * radius + 1;
    Integer[] order = new Integer[side * side];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order, Comparator.comparingInt(i -> square(i % side - radius) + square(i / side - radius)));
    dx = new int[order.length];
    dy = new int[order.length];
    weights = new float[order.length];
    for (int j = 0; j < order.length; j++) {
      dx[j] = order[j] % side - radius;
      dy[j] = order[j] / side - radius;
      weights[j] = (float) Math.exp(-(square(dx[j]) + square(dy[j])) / (2 * window * window));
    }
  }

  private static int square(int v) {
    return v * v;
  }

  int cells() {
    return dx.length;
  }

  /** Offsets of the cells in a plane of {@code stride} columns, by orientation [8][cells]. */
  int[][] offsets(int stride) {
    int[][] out = new int[8][dx.length];
    for (int o = 0; o < 8; o++) {
      for (int j = 0; j < dx.length; j++) {
        out[o][j] = turnedY(o, dx[j], dy[j]) * stride + turnedX(o, dx[j], dy[j]);
      }
    }
    return out;
  }

  /** The x of an offset in an orientation; linear, so halves may be passed doubled. */
  static int turnedX(int orientation, int x, int y) {
    int v = (orientation & 4) != 0 ? y : x;
    return (orientation & 1) != 0 ? -v : v;
  }

  /** The y of an offset in an orientation. */
  static int turnedY(int orientation, int x, int y) {
    int v = (orientation & 4) != 0 ? x : y;
    return (orientation & 2) != 0 ? -v : v;
  }
}
