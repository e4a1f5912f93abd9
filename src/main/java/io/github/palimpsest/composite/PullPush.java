package io.github.palimpsest.composite;

import java.awt.Rectangle;

/**
 * Smooth filling of holes by a pyramid of averages (Gortler et al. 1996, The Lumigraph, section
 * 3.4.1, with box weights), then twelve Jacobi sweeps of the Laplace equation within the hole. The
 * training script holds the same arithmetic, so a model trained on such fills sees them here.
 */
public final class PullPush {
  /** Sweeps of the Laplace equation: a pixel reaches as far. */
  static final int SWEEPS = 12;

  /** A level of the pyramid: values, and how much of each is known, 0…1. */
  private interface Level {
    double v(int i);

    double w(int i);

    int width();

    int height();
  }

  /** The finest level: the picture itself. */
  private record Picture(float[] x, float[] hole, int width, int height) implements Level {
    @Override
    public double v(int i) {
      return hole[i] == 0 ? x[i] : 0;
    }

    @Override
    public double w(int i) {
      return hole[i] == 0 ? 1 : 0;
    }
  }

  private record Averages(double[] v, double[] w, int width, int height) implements Level {
    @Override
    public double v(int i) {
      return v[i];
    }

    @Override
    public double w(int i) {
      return w[i];
    }
  }

  private PullPush() {}

  /**
   * Fills a hole.
   *
   * @param x values [height · width]; those in the hole are ignored
   * @param hole 0 = known, anything else = to be filled; same shape
   * @return a new array: known values unchanged, the hole smooth; zeros if nothing is known
   */
  public static float[] fill(float[] x, float[] hole, int width, int height) {
    int unknown = 0;
    for (float h : hole) {
      unknown += h == 0 ? 0 : 1;
    }
    if (unknown == 0 || unknown == x.length) {
      return unknown == 0 ? x.clone() : new float[x.length];
    }
    double[] filled = fill(new Picture(x, hole, width, height));
    relax(filled, hole, width, height);
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = hole[i] == 0 ? x[i] : (float) filled[i];
    }
    return out;
  }

  private static double[] fill(Level level) {
    if (level.width() == 1 && level.height() == 1) {
      return new double[] {level.v(0)};
    }
    Level half = pull(level);
    return push(level, fill(half), half.width(), half.height());
  }

  /** Averages of 2 × 2 children: S = Σ w, v = Σ w v / S, w = min(1, S). */
  private static Level pull(Level l) {
    int width = (l.width() + 1) / 2;
    int height = (l.height() + 1) / 2;
    double[] v = new double[width * height];
    double[] w = new double[width * height];
    for (int y = 0; y < l.height(); y++) {
      for (int x = 0; x < l.width(); x++) {
        int i = y * l.width() + x;
        int o = y / 2 * width + x / 2;
        v[o] += l.w(i) * l.v(i);
        w[o] += l.w(i);
      }
    }
    for (int o = 0; o < v.length; o++) {
      v[o] = w[o] > 0 ? v[o] / w[o] : 0;
      w[o] = Math.min(1, w[o]);
    }
    return new Averages(v, w, width, height);
  }

  /** w v + (1 − w) · bilinear upsampling of the coarser level, half-pixel centres. */
  private static double[] push(Level l, double[] coarse, int width, int height) {
    double[] out = new double[l.width() * l.height()];
    Rectangle all = new Rectangle(width, height);
    for (int y = 0; y < l.height(); y++) {
      for (int x = 0; x < l.width(); x++) {
        int i = y * l.width() + x;
        double w = l.w(i);
        double v = l.v(i);
        // what is known keeps its bits, but for the sign of a zero
        boolean known = w == 1 && v != 0;
        out[i] = known ? v : w * v + (1 - w) * between(coarse, all, x, y, width, height);
      }
    }
    return out;
  }

  /** Where the middle of a cell lies on the coarser level. */
  static double place(int cell, int side) {
    return Math.max(0, Math.min(side - 1, (cell + 0.5) / 2 - 0.5));
  }

  /**
   * The value at (x, y) between those of the coarser level.
   *
   * @param coarse values of a part of that level
   * @param part where it lies
   * @param width of the whole level
   * @param height of the whole level
   */
  static double between(double[] coarse, Rectangle part, int x, int y, int width, int height) {
    double sy = place(y, height);
    int y0 = (int) sy;
    int y1 = Math.min(y0 + 1, height - 1);
    double fy = sy - y0;
    double sx = place(x, width);
    int x0 = (int) sx;
    int x1 = Math.min(x0 + 1, width - 1);
    double fx = sx - x0;
    int above = (y0 - part.y) * part.width - part.x;
    int below = (y1 - part.y) * part.width - part.x;
    double upper = coarse[above + x0] * (1 - fx) + coarse[above + x1] * fx;
    double lower = coarse[below + x0] * (1 - fx) + coarse[below + x1] * fx;
    return upper * (1 - fy) + lower * fy;
  }

  /** The sweeps of the Laplace equation, in place: see {@link #sweep}. */
  static void relax(double[] a, float[] hole, int width, int height) {
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (hole[y * width + x] != 0) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    Rectangle box = new Rectangle(left, top, right - left + 1, bottom - top + 1);
    for (int sweep = 0; sweep < SWEEPS && !box.isEmpty(); sweep++) {
      sweep(a, hole, width, height, box);
    }
  }

  /**
   * One simultaneous sweep, in place: mean of the four neighbours, edges replicated; known stays.
   *
   * @param box with all of the hole
   */
  private static void sweep(double[] a, float[] hole, int width, int height, Rectangle box) {
    double[] above = new double[width];
    double[] row = new double[width];
    for (int y = box.y; y < box.y + box.height; y++) {
      // the values of this row and the one above as they were before the sweep
      if (y == box.y) {
        System.arraycopy(a, Math.max(0, y - 1) * width, above, 0, width);
      } else {
        System.arraycopy(row, 0, above, 0, width);
      }
      System.arraycopy(a, y * width, row, 0, width);
      int down = (y + 1) * width;
      for (int x = box.x; x < box.x + box.width; x++) {
        int i = y * width + x;
        if (hole[i] != 0) {
          double left = row[Math.max(x - 1, 0)];
          double right = row[Math.min(x + 1, width - 1)];
          double below = y + 1 < height ? a[down + x] : row[x];
          a[i] = (above[x] + below + left + right) / 4;
        }
      }
    }
  }
}
