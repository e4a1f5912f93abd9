package io.github.palimpsest.inpaint;

import io.github.palimpsest.control.ControlMaps;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.ModelCall;
import java.util.ArrayList;
import java.util.List;

/**
 * A control map as one context's run sees it.
 *
 * @param net index of its control net
 * @param weight of its residuals
 * @param start fraction of the run at which it begins
 * @param end fraction of the run at which it ends
 * @param map [channels · height · width] of the context
 */
record ControlConditioning(int net, double weight, double start, double end, float[] map) {
  /** Maps with the weights and intervals of a request. */
  static List<ControlConditioning> of(List<ControlValues> maps, Request request) {
    int n = maps.size();
    double[] weights = ControlMaps.numbers(request, Param.CONTROLWEIGHT, n);
    double[] starts = ControlMaps.numbers(request, Param.CONTROLSTART, n);
    double[] ends = ControlMaps.numbers(request, Param.CONTROLEND, n);
    List<ControlConditioning> seen = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ControlValues map = maps.get(i);
      seen.add(new ControlConditioning(map.net(), weights[i], starts[i], ends[i], map.values()));
    }
    return seen;
  }

  void bind(Denoiser denoiser) {
    if (weight != 0) {
      denoiser.bindControl(net, map);
    }
  }

  void weigh(Denoiser denoiser, ModelCall call) {
    denoiser.controlWeight(net, call.within(start, end) ? weight : 0);
  }
}
