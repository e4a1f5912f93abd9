package io.github.palimpsest.model;

import java.awt.Rectangle;

/**
 * A part of a larger latent plane, worked on by itself as if the whole were there.
 *
 * @param height rows of the whole, in latent cells
 * @param width columns of the whole
 * @param window the part, within the whole
 */
public record PlanePart(int height, int width, Rectangle window) {
  /** Copies the window and checks that it lies within the whole. */
  public PlanePart {
    window = new Rectangle(window);
    if (window.isEmpty() || !new Rectangle(width, height).contains(window)) {
      throw new IllegalArgumentException(window + " must lie within " + width + " x " + height);
    }
  }

  @Override
  public Rectangle window() {
    return new Rectangle(window);
  }
}
