/**
 * Several results of one run to choose from, without windows. In: the stack of a run with several
 * samples, and its image. Out: one of them, written into the image.
 */
package io.github.palimpsest.candidates;
