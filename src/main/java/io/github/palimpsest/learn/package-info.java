/**
 * Models that are kept of the user's own images: {@code Diffusion Learn from Images...}.
 *
 * <p>In: images, names of what lies in them. Out: a model folder like any other, which holds
 * patches of these images and a graph that denoises by them; nothing is trained.
 */
package io.github.palimpsest.learn;
