/**
 * The part of an image that is repainted. In: selections, overlays, ROI Manager, mask images, roles
 * of ROIs. Out: a {@link io.github.palimpsest.roi.Mask} (1 = repaint), {@link
 * io.github.palimpsest.roi.PromptRegion}s with words of their own, and the {@link
 * io.github.palimpsest.roi.Crop} that carries image, mask and every map together: canvas ⊃ context
 * ⊃ mask.
 */
package io.github.palimpsest.roi;
