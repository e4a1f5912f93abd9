/**
 * The inputs of the commands: one binding of keys and values to inputs in plain ImageJ and in
 * ImageJ2, and the values that a dialog remembers.
 *
 * <p>In: macro options, values from a dialog or a script. Out: a SciJava module whose inputs are
 * checked and set.
 */
package io.github.palimpsest.command.input;
