package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.TimestepSchedule;

/**
 * A solver that counts in lambda = log(alpha / sigma), with alpha = 1 / sqrt(1 + s²) and sigma = s
 * · alpha for noise over signal s, or alpha = 1 − s, sigma = s for flow models.
 */
public abstract class LogSnrScheduler extends Scheduler {
  private final boolean flow;

  /**
   * @param timeline timesteps and sigmas
   * @param clip limits of the clean estimate, {@link Clip#NONE} for none
   * @param begin first entry of the timeline that is run
   * @param flow whether states are (1 − s) · x0 + s · noise
   */
  protected LogSnrScheduler(
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

  /** True if states are (1 − s) · x0 + s · noise. */
  protected final boolean flow() {
    return flow;
  }

  /** log(alpha / sigma) before a call; infinite where no noise is left. */
  protected final double lambda(int call) {
    return Math.log(alphaOf(call)) - Math.log(sigmaOf(call));
  }

  /** Writes what is extrapolated: the clean estimate, or the noise that goes with it. */
  protected final void predictionOf(
      boolean clean, int call, float[] x, float[] denoised, float[] out) {
    if (clean) {
      System.arraycopy(denoised, 0, out, 0, out.length);
    } else {
      noiseOf(call, x, denoised, out);
    }
  }

  /** The noise that goes with a clean estimate. */
  protected final void noiseOf(int call, float[] x, float[] denoised, float[] out) {
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
