package io.github.palimpsest.roi;

import io.github.palimpsest.check.BadInput;

/**
 * The sizes of pictures that a model takes, in pixels.
 *
 * @param multiple both sides must be multiples of it, 1 or more
 * @param width the only width there is, or -1
 * @param height the only height there is, or -1
 * @param least least side of the context under {@code context=Auto}
 */
public record InputSize(int multiple, int width, int height, int least) {
  /** Any size that is a multiple. */
  public static InputSize multiplesOf(int multiple) {
    return new InputSize(multiple, -1, -1, 0);
  }

  /** Refuses what does not fit into the only size there is. */
  void fit(String what, int wantedWidth, int wantedHeight) {
    if (width > 0 && wantedWidth > width || height > 0 && wantedHeight > height) {
      throw BadInput.of(
          "%s (%d x %d) must fit into the %s x %s pixels that this model takes: work on a smaller"
              + " part, or choose another model.",
          what, wantedWidth, wantedHeight, width > 0 ? width : "any", height > 0 ? height : "any");
    }
  }
}
