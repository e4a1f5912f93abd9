/**
 * Whole runs of commands. In go an image, a request and a {@code Monitor}; out come result images,
 * step and latents stacks and their records.
 *
 * <p>{@code InpaintRun} and {@code GenerateRun} read the planes ({@code inpaint.input}), {@code
 * SampleRuns} samples them side by side ({@code inpaint.sampler}) and streams the states into
 * {@code StepStacks}, {@code ResultWriter} puts the finished pixels into images. {@code
 * PreviewRunner} does the same again and again for live previews.
 */
package io.github.palimpsest.inpaint;
