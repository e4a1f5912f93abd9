package io.github.palimpsest.composite;

/**
 * Smooth filling of holes by a pyramid of averages (Gortler et al. 1996, The Lumigraph, section
 * 3.4.1, with box weights), then twelve Jacobi sweeps of the Laplace equation within the hole. The
 * training script holds the same arithmetic, so a model trained on such fills sees them here.
 */
public final class PullPush {
  private static final int SWEEPS = 12;

  private record Level(double[] v, double[] w, int width, int height) {}

  private PullPush() {}

  /**
   * Fills a hole.
   *
   * @param x values [height · width]; those in the hole are ignored
   * @param hole 0 = known, anything else = to be filled; same shape
   * @return a new array: known values unchanged, the hole smooth; zeros if nothing is known
   */
  public static float[] fill(float[] x, float[] hole, int width, int height) {
    double[] v = new double[x.length];
    double[] w = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      boolean known = hole[i] == 0;
      v[i] = known ? x[i] : 0;
      w[i] = known ? 1 : 0;
    }
    double[] filled = fill(new Level(v, w, width, height));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      filled = relax(filled, w, width, height);
    }
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = w[i] == 1 ? x[i] : (float) filled[i];
    }
    return out;
  }

  private static double[] fill(Level level) {
    if (level.width == 1 && level.height == 1) {
      return level.v;
    }
    Level half = pull(level);
    return push(level, fill(half), half.width, half.height);
  }

  /** Averages of 2 × 2 children: S = Σ w, v = Σ w v / S, w = min(1, S). */
  private static Level pull(Level l) {
    int width = (l.width + 1) / 2;
    int height = (l.height + 1) / 2;
    double[] v = new double[width * height];
    double[] w = new double[width * height];
    for (int y = 0; y < l.height; y++) {
      for (int x = 0; x < l.width; x++) {
        int i = y * l.width + x;
        int o = y / 2 * width + x / 2;
        v[o] += l.w[i] * l.v[i];
        w[o] += l.w[i];
      }
    }
    for (int o = 0; o < v.length; o++) {
      v[o] = w[o] > 0 ? v[o] / w[o] : 0;
      w[o] = Math.min(1, w[o]);
    }
    return new Level(v, w, width, height);
  }

  /** w v + (1 − w) · bilinear upsampling of the coarser level, half-pixel centres. */
  private static double[] push(Level l, double[] coarse, int width, int height) {
    double[] out = new double[l.v.length];
    for (int y = 0; y < l.height; y++) {
      double sy = Math.max(0, Math.min(height - 1, (y + 0.5) / 2 - 0.5));
      int y0 = (int) sy;
      int y1 = Math.min(y0 + 1, height - 1);
      double fy = sy - y0;
      for (int x = 0; x < l.width; x++) {
        int i = y * l.width + x;
        double sx = Math.max(0, Math.min(width - 1, (x + 0.5) / 2 - 0.5));
        int x0 = (int) sx;
        int x1 = Math.min(x0 + 1, width - 1);
        double fx = sx - x0;
        double upper = coarse[y0 * width + x0] * (1 - fx) + coarse[y0 * width + x1] * fx;
        double lower = coarse[y1 * width + x0] * (1 - fx) + coarse[y1 * width + x1] * fx;
        out[i] = l.w[i] * l.v[i] + (1 - l.w[i]) * (upper * (1 - fy) + lower * fy);
      }
    }
    return out;
  }

  /** One simultaneous sweep: mean of the four neighbours, edges replicated; known stays. */
  private static double[] relax(double[] a, double[] w, int width, int height) {
    double[] out = a.clone();
    for (int y = 0; y < height; y++) {
      int up = Math.max(y - 1, 0) * width;
      int down = Math.min(y + 1, height - 1) * width;
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (w[i] == 0) {
          double left = a[y * width + Math.max(x - 1, 0)];
          double right = a[y * width + Math.min(x + 1, width - 1)];
          out[i] = (a[up + x] + a[down + x] + left + right) / 4;
        }
      }
    }
    return out;
  }
}
