/**
 * Frame stacks: the step and latents stacks that fill while sampling runs, the labels of their
 * frames, and the checksums by which a painted frame is told from an untouched one. In: float
 * planes. Out: hyperstacks of ImageJ.
 */
package io.github.palimpsest.stack;
