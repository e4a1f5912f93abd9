/**
 * What a run leaves behind beside its result: the step and latents stacks that fill while sampling
 * runs, and the provenance record with the exact mask of every synthetic pixel.
 */
package io.github.palimpsest.stack;
