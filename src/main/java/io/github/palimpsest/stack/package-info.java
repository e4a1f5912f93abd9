/**
 * Frame stacks: the step and latents stacks that fill while sampling runs, the labels of their
 * frames, and the checksums by which a painted frame is told from an untouched one. In flow float
 * planes; out flow hyperstacks of ImageJ. Follows {@code record} in the data flow.
 */
package io.github.palimpsest.stack;
