/**
 * Errors that every other package may throw: {@link io.github.palimpsest.check.BadInput} (one
 * sentence for the user) and {@link io.github.palimpsest.check.Cancelled}; and {@link
 * io.github.palimpsest.check.ErrorSentence}, which turns them into sentences.
 */
package io.github.palimpsest.check;
