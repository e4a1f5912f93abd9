package io.github.palimpsest.composite;

import io.github.palimpsest.roi.DistanceTransform;
import java.util.Arrays;

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

  private static final double SIGMA = 1.5;
  private static final double GAIN = 1.3;
  private static final double FADE = 3;

  /** Added to the variance of the known pixels' places along each axis, in pixels². */
  private static final double RIDGE = 0.1;

  /** Of squared distances up to REACH². StrictMath: the same bits on every computer. */
  private static final double[] WINDOW = new double[REACH * REACH + 1];

  private static final double TOTAL;

  static {
    for (int d = 0; d < WINDOW.length; d++) {
      WINDOW[d] = StrictMath.exp(-d / (2 * SIGMA * SIGMA));
    }
    double sum = 0;
    for (int y = -REACH; y <= REACH; y++) {
      for (int x = -REACH; x <= REACH; x++) {
        sum += window(x, y);
      }
    }
    TOTAL = sum;
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

  private static double window(int x, int y) {
    int d = x * x + y * y;
    return d < WINDOW.length ? WINDOW[d] : 0;
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
    double[] sums = new double[missing.length];
    double[] alongX = new double[missing.length];
    double[] alongY = new double[missing.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (near(i) && free[i] > 0) {
          Fit fit = fit(x, y, sums, alongX, alongY);
          for (int c = 0; c < missing.length; c++) {
            double t = fit.at(sums[c], alongX[c], alongY[c]);
            missing[c][i] = free[i] * (t - fill[c][i]);
          }
        }
      }
    }
  }

  /**
   * Moments of the places of the known pixels around (x, y), from there; and of their values, one
   * number a channel.
   */
  private Fit fit(int x, int y, double[] sums, double[] alongX, double[] alongY) {
    Arrays.fill(sums, 0);
    Arrays.fill(alongX, 0);
    Arrays.fill(alongY, 0);
    double s = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    double syy = 0;
    for (int v = Math.max(-REACH, -y); v <= Math.min(REACH, height - 1 - y); v++) {
      for (int u = Math.max(-REACH, -x); u <= Math.min(REACH, width - 1 - x); u++) {
        int j = (y + v) * width + x + u;
        double w = known[j] ? window(u, v) : 0;
        if (w > 0) {
          s += w;
          sx += w * u;
          sy += w * v;
          sxx += w * u * u;
          sxy += w * u * v;
          syy += w * v * v;
          for (int c = 0; c < sums.length; c++) {
            double value = w * source[c][j];
            sums[c] += value;
            alongX[c] += value * u;
            alongY[c] += value * v;
          }
        }
      }
    }
    double mx = sx / s;
    double my = sy / s;
    return new Fit(
        s, mx, my, sxx / s - mx * mx + RIDGE, sxy / s - mx * my, syy / s - my * my + RIDGE);
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
          double gain = GAIN * StrictMath.exp(-Math.sqrt(squared[i]) / FADE);
          out[i] += (float) (free[i] * gain * smooth(missing, x, y));
        }
      }
    }
    return out;
  }

  private double smooth(double[] values, int x, int y) {
    double sum = 0;
    for (int v = Math.max(-REACH, -y); v <= Math.min(REACH, height - 1 - y); v++) {
      for (int u = Math.max(-REACH, -x); u <= Math.min(REACH, width - 1 - x); u++) {
        sum += window(u, v) * values[(y + v) * width + x + u];
      }
    }
    return sum / TOTAL;
  }
}
