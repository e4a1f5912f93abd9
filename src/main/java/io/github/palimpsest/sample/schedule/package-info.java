/**
 * Noise levels: a diffusers {@code scheduler_config.json} and a number of steps flow in, timesteps
 * and sigmas flow out, rounded as diffusers rounds them.
 */
package io.github.palimpsest.sample.schedule;
