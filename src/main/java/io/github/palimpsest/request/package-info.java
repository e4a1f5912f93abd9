/**
 * What the user asks for, as plain immutable data: one table of keys ({@link
 * io.github.palimpsest.request.Param}) shared by macros, dialogs, scripts, batch jobs and the
 * provenance record, and the {@link io.github.palimpsest.request.Request} that holds their values.
 * Depends on {@code check} and, for words that plug-ins add, on {@code plugin}.
 */
package io.github.palimpsest.request;
