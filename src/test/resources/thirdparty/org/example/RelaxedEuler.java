package org.example;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.VeSchedule;
import io.github.palimpsest.sample.solver.SchedulerFactory;
import io.github.palimpsest.sample.solver.SchedulerKeys;
import io.github.palimpsest.sample.solver.VarianceExplodingScheduler;
import org.scijava.plugin.Plugin;

/** A solver of somebody else: Euler's method, in one file. */
final class RelaxedEuler extends VarianceExplodingScheduler {
  private RelaxedEuler(VeSchedule ve, Prediction prediction, int begin) {
    super(ve, prediction, Clip.NONE, begin);
  }

  @Plugin(type = SchedulerFactory.class, name = "Relaxed Euler")
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "RelaxedEulerScheduler";
    }

    @Override
    public String keys() {
      return SchedulerKeys.COMMON + SchedulerKeys.CURVES;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VeSchedule ve = VeSchedule.of(c, o, 0.0001, 0.02);
      return new RelaxedEuler(
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
