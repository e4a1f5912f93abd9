/**
 * The sampler: noise, schedulers, guidance, hooks and the run that is pulled step by step. In:
 * first noise, predictors, known latents. Out: the record of every step, on plain float arrays.
 *
 * <p>A {@link io.github.palimpsest.sample.Scheduler} is a pure function from one {@link
 * io.github.palimpsest.sample.StepRecord} to the next; a {@link
 * io.github.palimpsest.sample.Sampling} keeps the records, so going back is free and going on again
 * gives the same bits. Numbers follow diffusers for the same {@code scheduler_config.json}. Knows
 * neither images nor ONNX.
 */
package io.github.palimpsest.sample;
