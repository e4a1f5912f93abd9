/**
 * Several results of one run side by side, the best border first, with what they disagree about; as
 * they come, over their image, then in their stack. In: what the run tells its monitor, {@link
 * io.github.palimpsest.candidates.Candidates}. Out: one of them in the image, and macro lines that
 * make it again. For the event thread.
 */
package io.github.palimpsest.ui.candidates;
