/**
 * Records that travel with images as JSON: the provenance of a result with the exact set of its
 * generated pixels, and what a step or latents stack needs for its run to be continued.
 *
 * <p>In flow image planes and typed values; out flows the text of an image property, and from such
 * a text the typed values again or one sentence that refuses it.
 */
package io.github.palimpsest.record;
