package io.github.palimpsest.composite;

import io.github.palimpsest.roi.DistanceTransform;

/**
 * Joins a fill to the picture around it: what the known pixels continue to inside the hole, minus
 * what was painted there, smoothed and fading with the distance to the rim, is added to the fill.
 *
 * <p>The continuation of a hole pixel is the straight plane through the known pixels within {@link
 * #REACH}, fitted by least squares under a Gaussian window around it (normalised convolution of
 * first order: Knutsson and Westin 1993, CVPR), with its slope held back where few pixels say it.
 * Texture is left alone: only what a Gaussian of the same width keeps of the difference is added.
 *
 * <pre>{@code
 * fill += f · 1.3 · exp(−d / 3 px) · G(f · (continuation − fill))      where d ≤ REACH
 * }</pre>
 *
 * <p>d is the distance to the nearest known pixel and f how freely the pixel was painted. Each
 * channel is matched alone. Cost follows the length of the rim.
 */
public final class RimMatch {
  /** How far from a pixel, in pixels, known pixels act on it. */
  public static final int REACH = 6;

  /** Rows beyond a band of the picture that decide what is written in it. */
  public static final int MARGIN = 2 * REACH;

  private static final int SIDE = 2 * REACH + 1;
  private static final double SIGMA = 1.5;
  private static final double GAIN = 1.3;
  private static final double FADE = 3;

  /** Added to the variance of the known pixels' places along each axis, in pixels². */
  private static final double RIDGE = 0.1;

  /** Half the width of the window's rows, by their distance from its middle. */
  private static final int[] HALF = new int[REACH + 1];

  /** The window [(2 REACH + 1)²], 0 beyond REACH. StrictMath: the same bits on every computer. */
  private static final double[] WINDOW = new double[SIDE * SIDE];

  private static final double TOTAL;

  /** How much is added at a distance, by its square. */
  private static final double[] GAINS = new double[REACH * REACH + 1];

  static {
    double sum = 0;
    for (int y = -REACH; y <= REACH; y++) {
      for (int x = -REACH; x <= REACH; x++) {
        int d = x * x + y * y;
        if (d < GAINS.length) {
          WINDOW[cell(x, y)] = StrictMath.exp(-d / (2 * SIGMA * SIGMA));
          HALF[Math.abs(y)] = Math.max(HALF[Math.abs(y)], x);
        }
        sum += WINDOW[cell(x, y)];
      }
    }
    TOTAL = sum;
    for (int d = 0; d < GAINS.length; d++) {
      GAINS[d] = GAIN * StrictMath.exp(-Math.sqrt(d) / FADE);
    }
  }

  private final float[][] source;
  private final float[][] fill;
  private final float[] free;
  private final boolean[] known;
  private final double[] squared;
  private final int width;
  private final int height;

  private RimMatch(
      float[][] source, float[][] fill, float[] mask, float[] free, int width, int height) {
    this.source = source;
    this.fill = fill;
    this.free = free;
    this.width = width;
    this.height = height;
    known = new boolean[mask.length];
    for (int i = 0; i < known.length; i++) {
      known[i] = mask[i] == 0;
      for (float[] channel : source) {
        known[i] &= Float.isFinite(channel[i]);
      }
    }
    squared = DistanceTransform.squared(known, width, height);
    for (int i = 0; i < known.length; i++) {
      // a known pixel that is not finite takes no part
      squared[i] = mask[i] == 0 ? Double.POSITIVE_INFINITY : squared[i];
    }
  }

  /**
   * Matches a fill to its surroundings.
   *
   * @param source values [channels][height · width] in any unit; those that are NaN or infinite
   *     count as unknown
   * @param fill values of the same shape and unit; read where the mask is above 0
   * @param mask [height · width], 0 = known
   * @param free [height · width], 0 (stays as it is) … 1 (matched); read where the mask is above 0
   * @return the fill, matched where the mask is above 0; the same channels where there is no rim
   */
  public static float[][] apply(
      float[][] source, float[][] fill, float[] mask, float[] free, int width, int height) {
    RimMatch match = new RimMatch(source, fill, mask, free, width, height);
    if (!match.rim()) {
      return fill.clone();
    }
    double[][] missing = new double[fill.length][mask.length];
    match.continuation(missing);
    float[][] out = new float[fill.length][];
    for (int c = 0; c < out.length; c++) {
      out[c] = match.add(missing[c], fill[c]);
    }
    return out;
  }

  private static int cell(int x, int y) {
    return (y + REACH) * SIDE + x + REACH;
  }

  private boolean rim() {
    boolean rim = false;
    for (int i = 0; !rim && i < known.length; i++) {
      rim = near(i) && free[i] > 0;
    }
    return rim;
  }

  private boolean near(int i) {
    return squared[i] <= REACH * REACH;
  }

  /** f · (continuation − fill) of every hole pixel near the rim. */
  private void continuation(double[][] missing) {
    Around around = new Around();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (near(i) && free[i] > 0) {
          Fit fit = around.look(x, y);
          for (int c = 0; c < missing.length; c++) {
            missing[c][i] = free[i] * (around.value(fit, source[c]) - fill[c][i]);
          }
        }
      }
    }
  }

  /** The known pixels around one of the hole, with their weights. */
  private final class Around {
    private final int[] at = new int[WINDOW.length];
    private final int[] places = new int[WINDOW.length];
    private int count;

    /** Moments of the places of the known pixels around (x, y), from there. */
    Fit look(int x, int y) {
      count = 0;
      double s = 0;
      double sx = 0;
      double sy = 0;
      double sxx = 0;
      double sxy = 0;
      double syy = 0;
      for (int v = Math.max(-REACH, -y); v <= Math.min(REACH, height - 1 - y); v++) {
        int half = HALF[Math.abs(v)];
        int last = Math.min(half, width - 1 - x);
        int row = (y + v) * width + x;
        for (int u = Math.max(-half, -x); u <= last; u++) {
          if (known[row + u]) {
            int place = cell(u, v);
            double w = WINDOW[place];
            double wu = w * u;
            double wv = w * v;
            s += w;
            sx += wu;
            sy += wv;
            sxx += wu * u;
            sxy += wu * v;
            syy += wv * v;
            at[count] = row + u;
            places[count++] = place;
          }
        }
      }
      double mx = sx / s;
      double my = sy / s;
      return new Fit(
          s, mx, my, sxx / s - mx * mx + RIDGE, sxy / s - mx * my, syy / s - my * my + RIDGE);
    }

    /** The value of a channel's plane there. */
    double value(Fit fit, float[] channel) {
      double sum = 0;
      double alongX = 0;
      double alongY = 0;
      for (int k = 0; k < count; k++) {
        int place = places[k];
        double value = WINDOW[place] * channel[at[k]];
        sum += value;
        alongX += value * (place % SIDE - REACH);
        alongY += value * (place / SIDE - REACH);
      }
      return fit.at(sum, alongX, alongY);
    }
  }

  /** Weight, mean place and covariance of known pixels, seen from a hole pixel. */
  private record Fit(double s, double mx, double my, double xx, double xy, double yy) {
    /** The value at the hole pixel of the plane through values with these moments. */
    double at(double sum, double alongX, double alongY) {
      double mean = sum / s;
      double vx = alongX / s - mx * mean;
      double vy = alongY / s - my * mean;
      double det = xx * yy - xy * xy;
      return mean - (mx * (vx * yy - vy * xy) + my * (vy * xx - vx * xy)) / det;
    }
  }

  private float[] add(double[] missing, float[] channel) {
    float[] out = channel.clone();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (near(i) && free[i] > 0) {
          out[i] += (float) (free[i] * GAINS[(int) squared[i]] * smooth(missing, x, y));
        }
      }
    }
    return out;
  }

  private double smooth(double[] values, int x, int y) {
    double sum = 0;
    for (int v = Math.max(-REACH, -y); v <= Math.min(REACH, height - 1 - y); v++) {
      int half = HALF[Math.abs(v)];
      int last = Math.min(half, width - 1 - x);
      int row = (y + v) * width + x;
      int middle = cell(0, v);
      for (int u = Math.max(-half, -x); u <= last; u++) {
        sum += WINDOW[middle + u] * values[row + u];
      }
    }
    return sum / TOTAL;
  }
}
