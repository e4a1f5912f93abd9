/**
 * Ready-made hooks: a picture, an intensity or a sketch flows in, the clean estimate is drawn
 * toward it at every model call.
 *
 * <p>Each takes one gradient-like step on the estimate per call, scaled by its weight (0 = off, 1 =
 * the constraint is met as far as one step can), inside a region and a part of the run. The solver
 * goes on from the changed estimate. They work in the model's own units; intensities and edges make
 * sense for models in pixel space (no VAE).
 */
package io.github.palimpsest.sample.hook;
