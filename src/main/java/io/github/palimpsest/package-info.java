/** Palimpsest. */
package io.github.palimpsest;
