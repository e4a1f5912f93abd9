/**
 * Several results of one run to choose from, without windows: the stack of a run with several
 * samples flows in; one of them flows into the image.
 */
package io.github.palimpsest.candidates;
