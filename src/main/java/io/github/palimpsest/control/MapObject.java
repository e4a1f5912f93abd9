package io.github.palimpsest.control;

import io.github.palimpsest.roi.Mask;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.function.DoublePredicate;

/**
 * One object or stroke that a map shows: a ROI, or the pixels of one label.
 *
 * @param mask its pixels, those of weight above 0
 * @param colour of its class: of its group or label, else the ROI's own
 */
public record MapObject(Mask mask, Color colour) {
  /** Something done to a pixel. */
  @FunctionalInterface
  public interface PixelVisitor {
    /**
     * Visits one pixel.
     *
     * @param inMask its index in the mask's bounds, as of {@link Mask#weights} and {@link
     *     Mask#depths}
     * @param inRectangle its index in the rectangle
     */
    void at(int inMask, int inRectangle);
  }

  /** The pixels of the object at depths of a kind; see {@link Mask#depths}. */
  MapObject part(DoublePredicate at) {
    Rectangle bounds = mask.bounds();
    float[] weights = mask.weights();
    double[] depths = mask.depths();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = at.test(depths[i]) ? weights[i] : 0;
    }
    return new MapObject(
        new Mask(mask.canvasWidth(), mask.canvasHeight(), bounds, weights), colour);
  }

  /** The largest depth of a pixel. */
  double depth() {
    return Arrays.stream(mask.depths()).filter(d -> !Double.isInfinite(d)).max().orElse(0);
  }

  /** Visits the pixels of the object that lie in a rectangle, row by row. */
  public void visit(Rectangle r, PixelVisitor visitor) {
    Rectangle bounds = mask.bounds();
    Rectangle common = bounds.intersection(r);
    if (common.isEmpty()) {
      return;
    }
    float[] weights = mask.crop(common);
    for (int y = 0, i = 0; y < common.height; y++) {
      int inMask = (common.y + y - bounds.y) * bounds.width + common.x - bounds.x;
      int inRectangle = (common.y + y - r.y) * r.width + common.x - r.x;
      for (int x = 0; x < common.width; x++, i++) {
        if (weights[i] > 0) {
          visitor.at(inMask + x, inRectangle + x);
        }
      }
    }
  }
}
