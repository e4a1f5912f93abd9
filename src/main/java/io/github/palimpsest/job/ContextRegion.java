package io.github.palimpsest.job;

import io.github.palimpsest.model.Conditioning;

/**
 * A region as one context's run sees it.
 *
 * @param prompt its conditioning
 * @param negative its own negative conditioning, or null for that of the whole image
 * @param weights share of its prediction in what lies under it, [height · width] of the context
 */
record ContextRegion(Conditioning prompt, Conditioning negative, float[] weights) {}
