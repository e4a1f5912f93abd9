/**
 * The one dialog of every host and the entries of plain ImageJ's menu.
 *
 * <p>In: a command's inputs ({@code command.input}). Out: those inputs filled by the user, and the
 * command run on ImageJ's plugin thread.
 */
package io.github.palimpsest.ui.dialog;
