/**
 * The guided session's panel without windows: {@link
 * io.github.palimpsest.ui.guided.GuidedPresenter} takes a user's actions and settings, does them on
 * one thread of its own, and gives out {@link io.github.palimpsest.ui.guided.Snapshot}s. Imports no
 * Swing.
 */
package io.github.palimpsest.ui.guided;
