package io.github.palimpsest.composite;

/**
 * The visibility of the border of a repainted part: the mean absolute difference over pairs of
 * 4-neighbours of which one is inside the mask and one outside, beside the same over pairs of known
 * pixels in a ring around the mask. 1 is a border as rough as the picture around it; above 1 it
 * shows as a seam, below 1 as a smear.
 *
 * <p>Score = (P + e) / (Q + e), differences in units of the intensity range, channels averaged
 * first, e = 1e-4. Pairs with a value that is not finite do not count.
 */
public final class Seam {
  /** Width of the ring in pixels. */
  public static final int RING = 4;

  private static final double FLOOR = 1e-4;

  private double across;
  private long acrossPairs;
  private double near;
  private long nearPairs;

  /**
   * Adds a part of a plane.
   *
   * @param values the finished picture [channels][height · width], any unit
   * @param inside above 0 = repainted
   * @param ring above 0 = known and near the mask
   * @param unit what counts as 1
   */
  public void add(
      float[][] values, float[] inside, float[] ring, int width, int height, double unit) {
    add(values, inside, ring, width, height, height, unit);
  }

  /**
   * Adds a band of a plane.
   *
   * @param rows whose pixels are paired, with their right and lower neighbours; the row after them
   *     is there to be paired with, if there is one
   */
  public void add(
      float[][] values,
      float[] inside,
      float[] ring,
      int width,
      int height,
      int rows,
      double unit) {
    double[] grey = new double[width * height];
    for (float[] channel : values) {
      for (int i = 0; i < grey.length; i++) {
        grey[i] += channel[i] / (values.length * unit);
      }
    }
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (x + 1 < width) {
          pair(grey, inside, ring, i, i + 1);
        }
        if (y + 1 < height) {
          pair(grey, inside, ring, i, i + width);
        }
      }
    }
  }

  private void pair(double[] grey, float[] inside, float[] ring, int a, int b) {
    double difference = Math.abs(grey[a] - grey[b]);
    if (!Double.isFinite(difference)) {
      return;
    }
    if (inside[a] > 0 != inside[b] > 0) {
      across += difference;
      acrossPairs++;
    } else if (ring[a] > 0 && ring[b] > 0) {
      near += difference;
      nearPairs++;
    }
  }

  /** The mean difference across the border, in units of the range; NaN without a border. */
  public double step() {
    return acrossPairs == 0 ? Double.NaN : across / acrossPairs;
  }

  /** The score; NaN where there is no border or nothing known around it. */
  public double score() {
    return nearPairs == 0 ? Double.NaN : (step() + FLOOR) / (near / nearPairs + FLOOR);
  }
}
