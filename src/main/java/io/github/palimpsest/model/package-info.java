/**
 * Models as folders on disk: which parts exist, what they expect and whether they fit together; and
 * the interfaces of a model that is ready to run.
 *
 * <p>Knows no image and no scheduler. Arrays are plain channel-major {@code float[]}: a latent is
 * {@code [channels, height, width]} without a batch dimension. What runs the networks lies in
 * {@code model.onnx}, which implements the interfaces of this package and is the only one to know
 * ONNX Runtime.
 */
package io.github.palimpsest.model;
