/**
 * Models as the rest of the program sees them: interfaces of what runs, and plain data.
 *
 * <p>In: the value of {@code model=}, a prompt, an image between -1 and 1, a noisy latent. Out: a
 * {@link io.github.palimpsest.model.Model}, which says what it expects; loaded, its conditioning,
 * latents and predictions. Kinds of models are SciJava plug-ins, see {@link
 * io.github.palimpsest.model.ModelSource}. Knows no image type, no scheduler, no file and no ONNX
 * Runtime. Arrays are plain channel-major {@code float[]}: a latent is {@code [channels, height,
 * width]} without a batch dimension.
 */
package io.github.palimpsest.model;
