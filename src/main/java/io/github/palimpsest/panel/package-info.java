/**
 * The guided session as a user drives it: {@link io.github.palimpsest.panel.Guide} does the actions
 * on one thread of its own and needs no display; the window shows its snapshots.
 */
package io.github.palimpsest.panel;
