package io.github.palimpsest.job;

import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.sample.ModelCall;

/**
 * A control map as one context's run sees it.
 *
 * @param net index of its control net
 * @param weight of its residuals
 * @param start fraction of the run at which it begins
 * @param end fraction of the run at which it ends
 * @param map [channels · height · width] of the context
 */
record ContextControl(int net, double weight, double start, double end, float[] map) {
  void bind(Denoiser denoiser) {
    if (weight != 0) {
      denoiser.bindControl(net, map);
    }
  }

  void weigh(Denoiser denoiser, ModelCall call) {
    denoiser.controlWeight(net, call.within(start, end) ? weight : 0);
  }
}
