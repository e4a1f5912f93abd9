package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import io.github.palimpsest.sample.schedule.VpSchedule;

/** A solver whose states keep unit variance: x = sqrt(ᾱ) · x0 + sqrt(1 − ᾱ) · noise. */
public abstract class VariancePreservingScheduler extends Scheduler {
  /** Timesteps and alpha products. */
  protected final VpSchedule vp;

  /**
   * @param vp timesteps and alpha products
   * @param clip limits of the clean estimate, {@link Clip#NONE} for none
   * @param begin first entry of the timeline that is run
   */
  protected VariancePreservingScheduler(
      VpSchedule vp, Prediction prediction, Clip clip, int begin) {
    super(new TimestepSchedule(vp.timesteps(), sigmas(vp)), prediction, clip, begin);
    this.vp = vp;
  }

  private static double[] sigmas(VpSchedule vp) {
    int n = vp.timesteps().length;
    double[] s = new double[n + 1];
    for (int i = 0; i < n; i++) {
      double bar = vp.alphasCumprod()[(int) vp.timesteps()[i]];
      s[i] = Math.sqrt((1 - bar) / bar);
    }
    return s;
  }

  /** ᾱ before a call; 1 at the end. */
  protected final double bar(int call) {
    return call >= calls() ? 1 : vp.alphasCumprod()[(int) timestep(call)];
  }

  /** ᾱ one spacing earlier, as DDIM counts: t − train / steps. */
  protected final double ddimPrevious(int call) {
    int t = (int) timestep(call) - vp.train() / vp.steps();
    return t >= 0 ? vp.alphasCumprod()[t] : vp.finalAlpha();
  }

  @Override
  public double alphaOf(int call) {
    return Math.sqrt(bar(call));
  }

  @Override
  public double sigmaOf(int call) {
    return Math.sqrt(1 - bar(call));
  }

  @Override
  public double initNoiseSigma() {
    return 1;
  }
}
