package io.github.palimpsest.roi;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;

/**
 * The weights by which a canvas is repainted, 0 (keep) to 1 (repaint), stored for their bounding
 * box, so a small mask in a huge image is small. Equal by value. Immutable; safe for use by any
 * thread.
 */
public final class Mask {
  private final int canvasWidth;
  private final int canvasHeight;
  private final Rectangle bounds;
  private final float[] weights;

  /**
   * A mask; bounds shrink to the weights above 0.
   *
   * @param bounds within the canvas
   * @param weights 0 to 1, [bounds.height · bounds.width]
   */
  public Mask(int canvasWidth, int canvasHeight, Rectangle bounds, float[] weights) {
    if (!new Rectangle(canvasWidth, canvasHeight).contains(bounds) && !bounds.isEmpty()) {
      throw new IllegalArgumentException(bounds + " must lie within the canvas.");
    }
    this.canvasWidth = canvasWidth;
    this.canvasHeight = canvasHeight;
    this.bounds = tight(bounds, weights);
    this.weights = cut(bounds, weights, this.bounds);
  }

  /** A mask of a whole canvas, weights row by row. */
  public static Mask of(int canvasWidth, int canvasHeight, float[] weights) {
    return new Mask(canvasWidth, canvasHeight, new Rectangle(canvasWidth, canvasHeight), weights);
  }

  /** Width of the canvas in pixels. */
  public int canvasWidth() {
    return canvasWidth;
  }

  /** Height of the canvas in pixels. */
  public int canvasHeight() {
    return canvasHeight;
  }

  /** Smallest rectangle of the canvas that holds all weights above 0; empty for an empty mask. */
  public Rectangle bounds() {
    return new Rectangle(bounds);
  }

  /** Whether nothing is to be repainted. */
  public boolean isEmpty() {
    return bounds.isEmpty();
  }

  /** Weights of a rectangle, which may reach beyond the canvas, where they are 0; a new array. */
  public float[] crop(Rectangle r) {
    return cut(bounds, weights, r);
  }

  /** Weights of {@link #bounds()}: the mask's own array, not to be changed. */
  public float[] sharedWeights() {
    return weights;
  }

  /** Weights of {@link #bounds()}; a new array. */
  public float[] weights() {
    return weights.clone();
  }

  /** The weight of one canvas pixel. */
  public float at(int x, int y) {
    return bounds.contains(x, y) ? weights[(y - bounds.y) * bounds.width + x - bounds.x] : 0f;
  }

  /** Number of pixels with a weight above 0. */
  public int count() {
    int n = 0;
    for (float w : weights) {
      if (w > 0) {
        n++;
      }
    }
    return n;
  }

  /** The largest weight of several masks of one canvas, pixel by pixel; empty for none. */
  public static Mask union(int canvasWidth, int canvasHeight, List<Mask> masks) {
    if (masks.size() == 1) {
      return masks.get(0);
    }
    Rectangle all = new Rectangle(0, 0, -1, -1);
    for (Mask m : masks) {
      if (!m.isEmpty()) {
        all = all.union(m.bounds);
      }
    }
    if (all.isEmpty()) {
      return new Mask(canvasWidth, canvasHeight, new Rectangle(), new float[0]);
    }
    float[] w = new float[all.width * all.height];
    for (Mask m : masks) {
      for (int y = 0, i = 0; y < m.bounds.height; y++) {
        int o = (m.bounds.y - all.y + y) * all.width + m.bounds.x - all.x;
        for (int x = 0; x < m.bounds.width; x++, i++, o++) {
          w[o] = Math.max(w[o], m.weights[i]);
        }
      }
    }
    return new Mask(canvasWidth, canvasHeight, all, w);
  }

  /** This mask times (1 − other), pixel by pixel. */
  public Mask minus(Mask other) {
    float[] w = weights.clone();
    float[] o = other.crop(bounds);
    for (int i = 0; i < w.length; i++) {
      w[i] *= 1 - o[i];
    }
    return new Mask(canvasWidth, canvasHeight, bounds, w);
  }

  /**
   * The mask softened inwards: weight · min(1, d / (feather + 1)), d = Euclidean distance in pixels
   * to the nearest pixel of weight 0. The outermost masked pixel has d = 1; 0 stays 0, and 0 pixels
   * of feather change nothing. The canvas border is no edge: there is nothing to blend with beyond.
   *
   * @param feather width of the ramp in pixels, 0 or more
   */
  public Mask feathered(double feather) {
    if (feather <= 0 || isEmpty()) {
      return this;
    }
    float[] w = weights.clone();
    double[] inside = depths();
    for (int i = 0; i < w.length; i++) {
      w[i] *= (float) Math.min(1, inside[i] / (feather + 1));
    }
    return new Mask(canvasWidth, canvasHeight, bounds, w);
  }

  /**
   * Euclidean distance, in pixels, of every pixel of {@link #bounds()} to the nearest pixel of
   * weight 0: 0 for those themselves, 1 for a masked pixel beside one, infinite without any. The
   * canvas border is no edge.
   *
   * @return a new array [bounds.height · bounds.width]
   */
  public double[] depths() {
    Rectangle around = grown(1);
    float[] w = crop(around);
    boolean[] outside = new boolean[w.length];
    for (int i = 0; i < w.length; i++) {
      outside[i] = !(w[i] > 0);
    }
    double[] squared = DistanceTransform.squared(outside, around.width, around.height);
    double[] depths = new double[weights.length];
    for (int y = 0, i = 0; y < bounds.height; y++) {
      int from = (bounds.y - around.y + y) * around.width + bounds.x - around.x;
      for (int x = 0; x < bounds.width; x++, i++) {
        depths[i] = Math.sqrt(squared[from + x]);
      }
    }
    return depths;
  }

  /**
   * The pixels within a distance of the masked ones, at weight 1; or, for a negative distance, the
   * masked ones that are farther than that from every pixel of weight 0. Weights above 0 count as
   * masked. The canvas border is no edge.
   *
   * @param pixels Euclidean distance; 0 changes nothing
   */
  public Mask grow(double pixels) {
    if (pixels == 0 || isEmpty()) {
      return this;
    }
    if (pixels < 0) {
      double[] depths = depths();
      float[] kept = new float[depths.length];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = weights[i] > 0 && depths[i] > -pixels ? 1 : 0;
      }
      return new Mask(canvasWidth, canvasHeight, bounds, kept);
    }
    Rectangle around = grown((int) Math.min(pixels, canvasWidth + canvasHeight));
    float[] w = crop(around);
    boolean[] set = new boolean[w.length];
    for (int i = 0; i < w.length; i++) {
      set[i] = w[i] > 0;
    }
    double[] squared = DistanceTransform.squared(set, around.width, around.height);
    for (int i = 0; i < w.length; i++) {
      w[i] = squared[i] <= pixels * pixels ? 1 : 0;
    }
    return new Mask(canvasWidth, canvasHeight, around, w);
  }

  /** 1 minus every weight of the whole canvas. */
  public Mask inverted() {
    Rectangle canvas = new Rectangle(canvasWidth, canvasHeight);
    float[] w = crop(canvas);
    for (int i = 0; i < w.length; i++) {
      w[i] = 1 - w[i];
    }
    return new Mask(canvasWidth, canvasHeight, canvas, w);
  }

  /** The bounds with a margin, within the canvas. */
  private Rectangle grown(int margin) {
    Rectangle around = new Rectangle(bounds);
    around.grow(margin, margin);
    return around.intersection(new Rectangle(canvasWidth, canvasHeight));
  }

  /** Whether another mask is of the same canvas and has the same weights. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask
        && mask.canvasWidth == canvasWidth
        && mask.canvasHeight == canvasHeight
        && mask.bounds.equals(bounds)
        && Arrays.equals(mask.weights, weights);
  }

  @Override
  public int hashCode() {
    return 31 * bounds.hashCode() + Arrays.hashCode(weights);
  }

  private static float[] cut(Rectangle from, float[] weights, Rectangle to) {
    float[] out = new float[to.width * to.height];
    Rectangle common = from.intersection(to);
    if (common.isEmpty()) {
      return out;
    }
    for (int y = common.y; y < common.y + common.height; y++) {
      System.arraycopy(
          weights,
          (y - from.y) * from.width + common.x - from.x,
          out,
          (y - to.y) * to.width + common.x - to.x,
          common.width);
    }
    return out;
  }

  private static Rectangle tight(Rectangle r, float[] weights) {
    int x0 = r.width;
    int x1 = -1;
    int y0 = r.height;
    int y1 = -1;
    for (int y = 0, i = 0; y < r.height; y++) {
      for (int x = 0; x < r.width; x++, i++) {
        if (weights[i] > 0) {
          x0 = Math.min(x0, x);
          x1 = Math.max(x1, x);
          y0 = Math.min(y0, y);
          y1 = y;
        }
      }
    }
    return x1 < 0 ? new Rectangle() : new Rectangle(r.x + x0, r.y + y0, x1 - x0 + 1, y1 - y0 + 1);
  }
}
