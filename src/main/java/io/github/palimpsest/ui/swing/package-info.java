/**
 * Swing windows of the panel. In: snapshots. Out: clicks, passed to the presenter. They show {@link
 * io.github.palimpsest.ui.guided.Snapshot}s, pass on what the user does, and hold no state of a
 * run. For the event thread.
 */
package io.github.palimpsest.ui.swing;
