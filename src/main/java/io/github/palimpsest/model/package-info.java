/**
 * Models as the rest of the program sees them: interfaces of what runs, and plain data.
 *
 * <p>In: a prompt, an image between -1 and 1, a noisy latent. Out: a conditioning, a latent, the
 * prediction of the network. Knows no image type, no scheduler, no file and no ONNX Runtime. Arrays
 * are plain channel-major {@code float[]}: a latent is {@code [channels, height, width]} without a
 * batch dimension.
 */
package io.github.palimpsest.model;
