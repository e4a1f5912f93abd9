package io.github.palimpsest.control;

import java.awt.Rectangle;

/** A map that a run follows, read plane by plane. */
interface MapReader {
  /**
   * Values of a rectangle of one plane.
   *
   * @param position one-based stack position in the image that is repainted; 1 when generating
   * @return [1 or 3][r.height · r.width]
   */
  float[][] read(int position, Rectangle r);

  /** Whether the map shows the picture itself, with nothing that the user has drawn. */
  default boolean ofPicture() {
    return false;
  }

  /**
   * One sentence if the map is probably not what the user means, else null.
   *
   * @param position as of {@link #read}
   */
  default String doubt(int position) {
    return null;
  }
}
