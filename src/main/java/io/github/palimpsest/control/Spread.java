package io.github.palimpsest.control;

import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;

/** Visits the pixels that a mask and a rectangle share. */
final class Spread {
  interface Visitor {
    /**
     * One pixel of weight above 0.
     *
     * @param inMask its index in the mask's bounds
     * @param inRectangle its index in the rectangle
     */
    void at(int inMask, int inRectangle);
  }

  private Spread() {}

  static void over(Mask mask, Rectangle r, Visitor visitor) {
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
