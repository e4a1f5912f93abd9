package io.github.palimpsest.inpaint.piece;

import java.awt.Rectangle;
import java.io.Serializable;

/**
 * A part of a run that can be done by itself.
 *
 * @param window what is read of the plane, in its coordinates; may reach beyond the right or lower
 *     border, where the picture is mirrored
 * @param mask bounding box of the pixels that it writes
 * @param tiles of a network for each prediction; 1 where it sees the whole window at once
 * @param masked pixels that it writes
 */
public record Piece(Rectangle window, Rectangle mask, int tiles, long masked)
    implements Serializable {
  /** Copies the rectangles. */
  public Piece {
    window = new Rectangle(window);
    mask = new Rectangle(mask);
  }

  @Override
  public Rectangle window() {
    return new Rectangle(window);
  }

  @Override
  public Rectangle mask() {
    return new Rectangle(mask);
  }
}
