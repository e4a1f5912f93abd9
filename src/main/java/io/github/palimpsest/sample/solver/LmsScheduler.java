package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.VeSchedule;
import org.scijava.plugin.Plugin;

/**
 * Linear multistep in sigma: the Adams–Bashforth method for uneven steps that k-diffusion calls LMS
 * (Karras et al. 2022, ODE of eq. 4). Memory: the slopes of the three calls before.
 */
final class LmsScheduler extends VarianceExplodingScheduler {
  private static final int ORDER = 4;
  private static final double GAUSS = 1 / Math.sqrt(3);

  private LmsScheduler(VeSchedule ve, Prediction prediction, int begin) {
    super(ve, prediction, Clip.NONE, begin);
  }

  @Plugin(type = SchedulerFactory.class, name = "LMS", priority = 1400)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "LMSDiscreteScheduler";
    }

    @Override
    public String keys() {
      return COMMON + CURVES;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VeSchedule ve = VeSchedule.of(c, o, 0.0001, 0.02);
      return new LmsScheduler(
          ve,
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          o.begin(ve.timeline().timesteps().length, 1));
    }
  }

  @Override
  public int memory() {
    return ORDER - 1;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    int order = Math.min(begin + call + 1, ORDER);
    // a run of strength below 1 starts with the full order but without the slopes before
    int use = Math.min(call + 1, order);
    float s = (float) sigma(call);
    float[] slope = to.denoised;
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (from.x[i] - denoised[i]) / s;
      to.x[i] = from.x[i];
    }
    for (int j = 0; j < use; j++) {
      float w = (float) weight(call, order, j);
      float[] d = j == 0 ? slope : from.memory[j - 1];
      for (int i = 0; i < d.length; i++) {
        to.x[i] += w * d[i];
      }
    }
    to.push(from, 0, ORDER - 1, slope);
  }

  /**
   * Integral of the j-th Lagrange polynomial from this sigma to the next; two Gauss points are
   * exact up to degree three.
   */
  private double weight(int call, int order, int j) {
    double a = sigma(call);
    double b = sigma(call + 1);
    double middle = (a + b) / 2;
    double half = (b - a) / 2;
    return half
        * (lagrange(call, order, j, middle - half * GAUSS)
            + lagrange(call, order, j, middle + half * GAUSS));
  }

  private double lagrange(int call, int order, int j, double sigma) {
    double product = 1;
    for (int k = 0; k < order; k++) {
      if (k != j) {
        product *= (sigma - sigma(call - k)) / (sigma(call - j) - sigma(call - k));
      }
    }
    return product;
  }
}
