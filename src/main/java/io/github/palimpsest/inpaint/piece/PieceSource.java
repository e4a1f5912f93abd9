package io.github.palimpsest.inpaint.piece;

import ij.ImagePlus;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Units;

/**
 * The plane that is repainted.
 *
 * @param plane reads rectangles; need not be in memory
 * @param title of its image, for records and sentences
 * @param units in which {@code range=} speaks
 * @param shown raw values that the image shows as black and white; null if it does not say
 */
public record PieceSource(Plane plane, String title, Units units, IntensityRange shown) {
  /** A plane of an image, as it is shown. */
  public static PieceSource of(ImagePlus image, int position) {
    throw new UnsupportedOperationException();
  }
}
