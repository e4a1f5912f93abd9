/**
 * What the user asks for, as plain immutable data: one table of keys ({@link
 * io.github.palimpsest.request.Param}) shared by macros, dialogs, scripts, batch jobs and the
 * provenance record, and the {@link io.github.palimpsest.request.Request} that holds their values.
 * Depends on nothing but {@code check}.
 */
package io.github.palimpsest.request;
