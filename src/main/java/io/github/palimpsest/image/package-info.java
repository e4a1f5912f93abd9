/**
 * Pixels. In: an {@link ij.ImagePlus}, or an ImgLib2 interval as an {@link
 * io.github.palimpsest.image.IntervalImage}. Out: raw values of rectangles of one plane ({@link
 * io.github.palimpsest.image.Plane}), the affine map to the model's −1…1 ({@link
 * io.github.palimpsest.image.IntensityRange}), and images that carry results ({@link
 * io.github.palimpsest.image.ResultImages}, {@link io.github.palimpsest.image.InPlaceEdit}).
 *
 * <p>Values are raw pixel values, without calibration functions and look-up tables; {@link
 * io.github.palimpsest.image.Units} turns them into what ImageJ shows.
 */
package io.github.palimpsest.image;
