package io.github.palimpsest.model.own;

import io.github.palimpsest.sample.schedule.Betas;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import java.util.Map;

/** The noise at each timestep of a configuration that keeps the variance. */
final class NoiseLevels {
  private final double[] logs;

  NoiseLevels(Map<String, Object> config) {
    float[] bars =
        Betas.alphasCumprod(new SchedulerConfig(config), 0.00085, 0.012, "scaled_linear", false);
    logs = new double[bars.length];
    for (int t = 0; t < logs.length; t++) {
      double bar = Math.max(bars[t], 1e-12);
      logs[t] = Math.log((1 - bar) / bar) / 2;
    }
  }

  /** The timestep at which the noise is as given; the nearest there is. */
  double timestep(double sigma) {
    double log = Math.log(Math.max(sigma, 1e-6));
    int at = java.util.Arrays.binarySearch(logs, log);
    int above = at >= 0 ? at : -at - 1;
    if (above == 0 || above == logs.length) {
      return above == 0 ? 0 : logs.length - 1;
    }
    return above - 1 + (log - logs[above - 1]) / (logs[above] - logs[above - 1]);
  }

  /** Noise over signal at a timestep, between two of them in proportion of the logarithms. */
  double sigma(double timestep) {
    double t = Math.max(0, Math.min(logs.length - 1, timestep));
    int below = (int) t;
    int above = Math.min(below + 1, logs.length - 1);
    return Math.exp(logs[below] + (t - below) * (logs[above] - logs[below]));
  }
}
