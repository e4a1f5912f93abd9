package io.github.palimpsest.inpaint;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.roi.PromptRegion;

/**
 * A region as one context's run sees it.
 *
 * @param prompt its conditioning
 * @param negative its own negative conditioning, or null for that of the whole image
 * @param weights share of its prediction in what lies under it, [height · width] of the context
 */
record RegionConditioning(Conditioning prompt, Conditioning negative, float[] weights) {
  static RegionConditioning of(PromptRegion region, float[] weights, ResolvedRequest setup) {
    return new RegionConditioning(
        setup.encode(region.prompt()), setup.encodeNegative(region.negative()), weights);
  }
}
