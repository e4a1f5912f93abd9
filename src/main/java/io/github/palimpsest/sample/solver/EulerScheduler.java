package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;
import static io.github.palimpsest.sample.solver.SchedulerKeys.ZERO_SNR;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.VeSchedule;
import org.scijava.plugin.Plugin;

/** Euler's method on the probability-flow ODE: Karras et al. 2022, algorithm 1. */
final class EulerScheduler extends VarianceExplodingScheduler {
  private EulerScheduler(VeSchedule ve, Prediction prediction, int begin) {
    super(ve, prediction, Clip.NONE, begin);
  }

  @Plugin(type = SchedulerFactory.class, name = "Euler", priority = 1700)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "EulerDiscreteScheduler";
    }

    @Override
    public String keys() {
      return COMMON
          + CURVES
          + ZERO_SNR
          + "interpolation_type sigma_min sigma_max timestep_type"
          + " final_sigmas_type";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VeSchedule ve = VeSchedule.of(c, o, 0.0001, 0.02);
      return new EulerScheduler(
          ve,
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          o.begin(ve.timeline().timesteps().length, 1));
    }
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    euler(from.x, denoised, sigma(call), sigma(call + 1), to.x);
  }
}
