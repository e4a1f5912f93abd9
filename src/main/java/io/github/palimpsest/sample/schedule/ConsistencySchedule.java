package io.github.palimpsest.sample.schedule;

import io.github.palimpsest.check.BadInput;

/** The timesteps on which consistency models were distilled, and those a run takes of them. */
public final class ConsistencySchedule {
  private ConsistencySchedule() {}

  /** As diffusers' LCM and TCD choose them: every k-th of {@code original_inference_steps}. */
  public static VpSchedule timeline(SchedulerConfig c, int steps) {
    float[] bars = Betas.alphasCumprod(c, 0.00085, 0.012, "scaled_linear", true);
    int original = c.integer("original_inference_steps", 50, 1, bars.length);
    if (steps > original) {
      throw BadInput.of(
          "steps (%d) must not exceed %d, the original_inference_steps of this scheduler: lower"
              + " steps.",
          steps, original);
    }
    int spacing = bars.length / original;
    double[] t = new double[steps];
    for (int i = 0; i < steps; i++) {
      int at = (int) Math.floor(i * ((double) original / steps));
      t[i] = (double) (original - at) * spacing - 1;
    }
    double last = c.flag("set_alpha_to_one", true) ? 1 : bars[0];
    return new VpSchedule(t, bars, last, bars.length, steps);
  }
}
