/**
 * Several results of one run side by side, the best border first, with what they disagree about.
 * In: {@link io.github.palimpsest.candidates.Candidates}. Out: one of them in the image, and macro
 * lines that make it again. For the event thread.
 */
package io.github.palimpsest.ui.candidates;
