/**
 * {@link io.github.palimpsest.Palimpsest} is the one door for scripts; what it opens lies in the
 * packages below.
 */
package io.github.palimpsest;
