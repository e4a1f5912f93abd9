/**
 * Control maps: pictures in 0…1 that tell a control net what to paint where. In: an image, its
 * ROIs, the value of {@code control=}. Out: a {@link io.github.palimpsest.control.ControlInput} for
 * each control net of the run, or a map as an image of its own. One class a kind ({@link
 * io.github.palimpsest.control.ControlKind}), found by its SciJava annotation.
 *
 * <p>{@code inpaint.sampler} hands each map to its net ({@code Denoiser.bindControl}). Maps pass
 * through the same {@link io.github.palimpsest.roi.Crop} as the picture; a map computed for a part
 * of an image is bitwise that part of the map of the whole.
 */
package io.github.palimpsest.control;
