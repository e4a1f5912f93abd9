/**
 * What every other package may throw: {@link io.github.palimpsest.check.BadInput} (one sentence for
 * the user) and {@link io.github.palimpsest.check.Cancelled}.
 */
package io.github.palimpsest.check;
