package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.TimestepSchedule;

/**
 * A solver that counts in lambda = log(alpha / sigma), with alpha = 1 / sqrt(1 + s²) and sigma = s
 * · alpha for noise over signal s, or alpha = 1 − s, sigma = s for flow models.
 */
abstract class LogSnrScheduler extends Scheduler {
  private final boolean flow;

  LogSnrScheduler(
      TimestepSchedule timeline, Prediction prediction, Clip clip, int begin, boolean flow) {
    super(timeline, prediction, clip, begin);
    this.flow = flow;
  }

  @Override
  public double alphaOf(int call) {
    double s = sigma(call);
    return flow ? 1 - s : 1 / Math.sqrt(1 + s * s);
  }

  @Override
  public double sigmaOf(int call) {
    double s = sigma(call);
    return flow ? s : s / Math.sqrt(1 + s * s);
  }

  final boolean flow() {
    return flow;
  }

  final double lambda(int call) {
    return Math.log(alphaOf(call)) - Math.log(sigmaOf(call));
  }

  /** What the solver extrapolates: the clean estimate, or the noise that goes with it. */
  final void predictionOf(boolean clean, int call, float[] x, float[] denoised, float[] out) {
    if (clean) {
      System.arraycopy(denoised, 0, out, 0, out.length);
    } else {
      noiseOf(call, x, denoised, out);
    }
  }

  /** The noise that goes with a clean estimate. */
  final void noiseOf(int call, float[] x, float[] denoised, float[] out) {
    float a = (float) alphaOf(call);
    float s = (float) sigmaOf(call);
    for (int i = 0; i < x.length; i++) {
      out[i] = (x[i] - a * denoised[i]) / s;
    }
  }

  @Override
  public double initNoiseSigma() {
    return 1;
  }
}
