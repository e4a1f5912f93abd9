package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.CLIP;
import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import io.github.palimpsest.sample.schedule.VeSchedule;
import java.util.Arrays;
import org.scijava.plugin.Plugin;

/**
 * Heun's second-order method: Karras et al. 2022, algorithm 1 with the correction. Two calls a
 * step, one in the last. Memory: x before the step, and the first derivative.
 */
final class HeunScheduler extends VarianceExplodingScheduler {
  private HeunScheduler(VeSchedule ve, Prediction prediction, Clip clip, int begin) {
    super(ve, prediction, clip, begin);
  }

  @Plugin(type = SchedulerFactory.class, name = "Heun", priority = 1500)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "HeunDiscreteScheduler";
    }

    @Override
    public String keys() {
      return COMMON + CURVES + CLIP;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VeSchedule ve = VeSchedule.of(c, o, 0.00085, 0.012);
      TimestepSchedule t = ve.timeline();
      int n = t.timesteps().length;
      double[] timesteps = new double[2 * n - 1];
      double[] sigmas = new double[2 * n];
      Arrays.setAll(timesteps, i -> t.timesteps()[(i + 1) / 2]);
      Arrays.setAll(sigmas, i -> t.sigmas()[(i + 1) / 2]);
      return new HeunScheduler(
          ve.with(new TimestepSchedule(timesteps, sigmas)),
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          c.flag("clip_sample", false) ? Clip.of(c, false) : Clip.NONE,
          o.begin(timesteps.length, 2));
    }
  }

  @Override
  public int step(int call) {
    return call / 2;
  }

  @Override
  public int memory() {
    return 2;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    if (call % 2 == 0) {
      float s = (float) sigma(call);
      float dt = (float) (sigma(call + 1) - sigma(call));
      for (int i = 0; i < to.x.length; i++) {
        float slope = (from.x[i] - denoised[i]) / s;
        to.memory[0][i] = from.x[i];
        to.memory[1][i] = slope;
        to.x[i] = from.x[i] + slope * dt;
      }
      return;
    }
    float next = (float) sigma(call);
    float dt = (float) (sigma(call) - sigma(call - 1));
    for (int i = 0; i < to.x.length; i++) {
      float slope = (from.memory[1][i] + (from.x[i] - denoised[i]) / next) / 2;
      to.x[i] = from.memory[0][i] + slope * dt;
    }
  }

  @Override
  public void shift(int call, StepRecord record, float[] delta) {
    super.shift(call, record, delta);
    add(record.memory[0], delta);
  }
}
