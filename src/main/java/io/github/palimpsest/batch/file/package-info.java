/**
 * Files of a batch: image, mask and ROI files → images and ROIs without windows, or one sentence
 * that says what is wrong with the file; a finished image → a TIFF. ImageJ's own readers make the
 * pixels, so that they are those of {@code open()}; what ImageJ passes over in silence, such as a
 * file that ends too early, is found before.
 */
package io.github.palimpsest.batch.file;
