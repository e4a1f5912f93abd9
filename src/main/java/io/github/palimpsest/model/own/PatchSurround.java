package io.github.palimpsest.model.own;

import java.awt.Rectangle;
import java.util.Arrays;

/**
 * What lies around the patches of a level, coarser the farther away: means of squares in rings of
 * 16. It tells a patch at a fine level where in the larger structure it belongs.
 */
final class PatchSurround {
  private static final int[] DISTANCES = {5, 9, 16};
  private static final int[] STEPS = {3, 5, 8};
  private static final int[] RADII = {1, 2, 4};
  private static final int PER_RING = 16;
  private static final int BORDER = 16;

  /** Offsets of the squares' centres, ring by ring. */
  final int[] dx;

  final int[] dy;

  /** Offsets within {@link #means}, by orientation. */
  final int[][] offsets;

  /** Means of squares, NaN where too little is known [ring][channel][padded plane]. */
  final float[][][] means;

  private final int stride;

  /**
   * @param cells a level of the bank
   * @param channels those of the picture
   * @param rings how many, up to 3
   */
  PatchSurround(AverageLevel cells, int channels, int rings) {
    stride = cells.width() + 2 * BORDER;
    dx = new int[rings * PER_RING];
    dy = new int[rings * PER_RING];
    for (int r = 0; r < rings; r++) {
      int d = DISTANCES[r];
      int[] at = {-d, -STEPS[r], 0, STEPS[r], d};
      int k = r * PER_RING;
      for (int y : at) {
        for (int x : at) {
          if (Math.max(Math.abs(x), Math.abs(y)) == d) {
            dx[k] = x;
            dy[k++] = y;
          }
        }
      }
    }
    offsets = new int[8][dx.length];
    for (int o = 0; o < 8; o++) {
      for (int k = 0; k < dx.length; k++) {
        offsets[o][k] =
            PatchShape.turnedY(o, dx[k], dy[k]) * stride + PatchShape.turnedX(o, dx[k], dy[k]);
      }
    }
    means = new float[rings][channels][];
    Rectangle all = new Rectangle(cells.width(), cells.height());
    SquareSums known = new SquareSums(all, cells.width(), i -> cells.known()[i] < 1 ? 0 : 1);
    for (int c = 0; c < channels; c++) {
      float[] v = cells.values()[c];
      SquareSums sums = new SquareSums(all, cells.width(), i -> cells.known()[i] < 1 ? 0 : v[i]);
      for (int r = 0; r < rings; r++) {
        means[r][c] = means(cells, sums, known, RADII[r]);
      }
    }
  }

  private float[] means(AverageLevel cells, SquareSums sums, SquareSums known, int radius) {
    float[] out = new float[stride * (cells.height() + 2 * BORDER)];
    Arrays.fill(out, Float.NaN);
    int least = (2 * radius + 1) * (2 * radius + 1) / 2;
    for (int y = 0; y < cells.height(); y++) {
      for (int x = 0; x < cells.width(); x++) {
        double n = known.of(x, y, radius);
        if (n > least) {
          out[(y + BORDER) * stride + x + BORDER] = (float) (sums.of(x, y, radius) / n);
        }
      }
    }
    return out;
  }

  /** Index of a cell of the level within {@link #means}. */
  int at(int x, int y) {
    return (y + BORDER) * stride + x + BORDER;
  }

  static int ring(int square) {
    return square / PER_RING;
  }

  static int radius(int square) {
    return RADII[ring(square)];
  }

  /** The part of a level that the surrounds of a hole's cells reach. */
  static Rectangle reach(AverageLevel cells) {
    Rectangle hole = new Rectangle(0, 0, -1, -1);
    for (int i = 0; i < cells.known().length; i++) {
      if (cells.known()[i] < 1) {
        hole.add(new Rectangle(i % cells.width(), i / cells.width(), 1, 1));
      }
    }
    hole.grow(BORDER + 4, BORDER + 4);
    return hole.intersection(new Rectangle(cells.width(), cells.height()));
  }
}
