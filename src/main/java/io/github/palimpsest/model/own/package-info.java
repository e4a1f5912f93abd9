/**
 * Models made from the user's own image. In: the known pixels of an image, its example ROIs and
 * control maps. Out: a {@link io.github.palimpsest.model.Model} whose denoiser copies from them.
 */
package io.github.palimpsest.model.own;
