/**
 * From ImageJ's selections, overlays, ROI Manager and mask images to a {@link
 * io.github.palimpsest.roi.Mask} (1 = repaint), and the {@link io.github.palimpsest.roi.Crop} that
 * carries image, mask and every map together: canvas ⊃ context ⊃ mask.
 */
package io.github.palimpsest.roi;
