/**
 * The run of a model on one plane. In go a {@code PlaneInput} and a {@code ResolvedRequest}; out
 * come states, clean estimates and the finished picture in model units, −1…1.
 *
 * <p>{@code ModelInput} is the plane in model units. {@code ImageSampler} pulls one {@code
 * LatentSampler} for each pass over the channels; there the mask becomes the latent mask ({@code
 * LatentMask}), the noise is drawn, and {@code ConditionedDenoisers} join prompt, regions and
 * control maps with the networks. A painted stroke enters by {@code ImageSampler.edit} ({@code
 * EstimateEdit} turns it into model units).
 */
package io.github.palimpsest.inpaint.sampler;
