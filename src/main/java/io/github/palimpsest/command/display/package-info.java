/**
 * A run as ImageJ shows it: progress and Esc, results and stacks on the screen, the line in the
 * Recorder, notices in the Log.
 *
 * <p>In: an {@code Outcome}, or the progress of a run. Out: windows of ImageJ, its status bar, its
 * Recorder and its Log.
 */
package io.github.palimpsest.command.display;
