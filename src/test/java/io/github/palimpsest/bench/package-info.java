/** Measurements of what the rest costs, run by {@code scripts/palimpsest bench}. */
package io.github.palimpsest.bench;
