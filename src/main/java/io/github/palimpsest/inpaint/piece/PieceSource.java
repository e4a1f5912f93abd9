package io.github.palimpsest.inpaint.piece;

import ij.ImagePlus;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.RangeRule;
import io.github.palimpsest.image.Units;

/**
 * The plane that is repainted.
 *
 * @param plane reads rectangles; need not be in memory
 * @param title of its image, for records and sentences
 * @param units in which {@code range=} speaks
 * @param shown raw values that the image shows as black and white; null if it does not say
 * @param image the image, which control maps and models of the image itself are made from; null
 *     where neither is asked for
 */
public record PieceSource(
    Plane plane, String title, Units units, IntensityRange shown, ImagePlus image) {
  /** A plane for models and values that look at nothing else of the image. */
  public PieceSource(Plane plane, String title, Units units, IntensityRange shown) {
    this(plane, title, units, shown, null);
  }

  /**
   * A plane of an image.
   *
   * @param image may be an {@link io.github.palimpsest.image.IntervalImage} larger than memory
   * @param position one-based stack position
   */
  public static PieceSource of(ImagePlus image, int position) {
    Plane plane = Plane.of(image, position);
    return new PieceSource(
        plane, image.getTitle(), Units.of(image), RangeRule.shown(image, plane), image);
  }
}
