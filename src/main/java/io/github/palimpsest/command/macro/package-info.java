/**
 * A macro as the caller of a command: which thread and which interpreter called, its options as
 * keys and values, its end after an error, and the {@code Ext} functions of a session.
 *
 * <p>In: {@code run("label", "key=value …")} and {@code Ext.step(n)}. Out: checked values, actions
 * of a session, or the macro ended by one sentence.
 */
package io.github.palimpsest.command.macro;
