package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;

/**
 * The mask of a plane that may be larger than memory, as it is named: {@code grow=} and {@code
 * feather=} of the request are still to act. Thread-safe.
 */
public interface PieceMask {
  /** Width of the plane in pixels. */
  int width();

  /** Height of the plane in pixels. */
  int height();

  /**
   * Weights of a rectangle of the plane, 0 keep … 1 repaint.
   *
   * @param r within the plane
   * @return a new array [r.height · r.width], row by row
   */
  float[] read(Rectangle r);

  /**
   * Rectangles of the plane outside of which every weight is 0, such as the blocks of a file that
   * hold something; the smaller, the less is read. Empty for an empty mask.
   */
  List<Rectangle> marked();

  /** A mask in memory. */
  static PieceMask of(Mask mask) {
    return new PieceMask() {
      @Override
      public int width() {
        return mask.canvasWidth();
      }

      @Override
      public int height() {
        return mask.canvasHeight();
      }

      @Override
      public float[] read(Rectangle r) {
        return mask.crop(r);
      }

      @Override
      public List<Rectangle> marked() {
        return mask.isEmpty() ? List.of() : List.of(mask.bounds());
      }
    };
  }
}
