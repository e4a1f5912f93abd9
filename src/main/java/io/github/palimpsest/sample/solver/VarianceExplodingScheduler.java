package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.VeSchedule;

/**
 * A solver whose states grow with the noise: x = x0 + sigma · noise; the network sees x / sqrt(1 +
 * sigma²) (Karras et al. 2022).
 */
public abstract class VarianceExplodingScheduler extends Scheduler {
  private final boolean fromOne;

  /**
   * @param ve timesteps and sigmas
   * @param clip limits of the clean estimate, {@link Clip#NONE} for none
   * @param begin first entry of the timeline that is run
   */
  protected VarianceExplodingScheduler(VeSchedule ve, Prediction prediction, Clip clip, int begin) {
    super(ve.timeline(), prediction, clip, begin);
    this.fromOne = ve.fromOne();
  }

  @Override
  public double alphaOf(int call) {
    return 1;
  }

  @Override
  public double sigmaOf(int call) {
    return sigma(call);
  }

  @Override
  public double initNoiseSigma() {
    double max = 0;
    for (double s : timeline.sigmas()) {
      max = Math.max(max, s);
    }
    return fromOne ? Math.sqrt(max * max + 1) : max;
  }

  @Override
  public void scaleInput(int call, float[] x, float[] input) {
    float divisor = root(levelOf(call));
    for (int i = 0; i < x.length; i++) {
      input[i] = x[i] / divisor;
    }
  }

  /** sqrt(sigma² + 1), rounded after each operation as float32 does. */
  private static float root(double sigma) {
    return (float) Math.sqrt(square(sigma));
  }

  private static float square(double sigma) {
    float s = (float) sigma;
    return s * s + 1;
  }

  /**
   * In diffusers' order of operations: at sigmas of 10⁴ a last bit here is a digit of the result.
   */
  @Override
  public void estimate(int call, float[] x, float[] output, float[] denoised) {
    if (prediction != Prediction.V_PREDICTION) {
      super.estimate(call, x, output, denoised);
      return;
    }
    double level = levelOf(call);
    float c = -(float) level / root(level);
    float d = square(level);
    for (int i = 0; i < x.length; i++) {
      denoised[i] = output[i] * c + x[i] / d;
    }
  }

  /** x + (x − denoised) / sigma · (next − sigma): one Euler step to another noise level. */
  protected static void euler(float[] x, float[] denoised, double sigma, double next, float[] out) {
    float s = (float) sigma;
    float dt = (float) (next - sigma);
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i] + (x[i] - denoised[i]) / s * dt;
    }
  }
}
