/**
 * Pixels of an {@link ij.ImagePlus} as planes of floats and back: reading and writing one plane
 * ({@link io.github.palimpsest.image.Plane}), which planes a run covers ({@link
 * io.github.palimpsest.image.PlanePositions}), the affine map to the model's −1…1 ({@link
 * io.github.palimpsest.image.IntensityRange}), and the images that carry results ({@link
 * io.github.palimpsest.image.ResultImages}, {@link io.github.palimpsest.image.InPlaceEdit}).
 *
 * <p>Values are always raw pixel values: calibration functions and look-up tables do not act.
 */
package io.github.palimpsest.image;
