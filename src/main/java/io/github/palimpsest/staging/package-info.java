/** Several results of one run to choose from, without windows: step, compare, accept, discard. */
package io.github.palimpsest.staging;
