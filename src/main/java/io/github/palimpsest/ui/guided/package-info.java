/**
 * The panel of a guided session without windows. In: a user's actions and settings, ImageJ's
 * events. Out: {@link io.github.palimpsest.ui.guided.Snapshot}s of the session that {@link
 * io.github.palimpsest.ui.guided.GuidedPresenter} runs on one thread of its own. Imports no Swing.
 */
package io.github.palimpsest.ui.guided;
