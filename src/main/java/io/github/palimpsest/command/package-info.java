/**
 * The menu commands, thin: inputs become a {@link io.github.palimpsest.request.Request}, a job
 * runs, its result is shown. Beside them, what makes one {@code run("label", "key=value")} line
 * behave alike in Fiji and in plain ImageJ: one parser, one binding of keys to inputs, one way to
 * record and one way to abort a macro.
 */
package io.github.palimpsest.command;
