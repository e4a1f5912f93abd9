/**
 * Errors and warnings as sentences. In: anything that went wrong, or memory that is too small. Out:
 * one sentence for the user, thrown as {@link io.github.palimpsest.check.BadInput}, written by
 * {@link io.github.palimpsest.check.ErrorSentence}, or said once.
 */
package io.github.palimpsest.check;
