/**
 * Guidance by other means than words: hooks that draw the clean estimate toward a picture, an
 * intensity or a sketch while sampling goes on.
 *
 * <p>Each takes one gradient-like step on the estimate per model call, scaled by its weight (0 =
 * off, 1 = the constraint is met as far as one step can), inside a region and a part of the run.
 * The solver goes on from the changed estimate. They work in the model's own units; intensities and
 * edges make sense for models in pixel space (no VAE).
 */
package io.github.palimpsest.sample.guide;
