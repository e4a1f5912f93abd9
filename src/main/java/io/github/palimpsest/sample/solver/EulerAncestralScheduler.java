package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.ZERO_SNR;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.VeSchedule;
import org.scijava.plugin.Plugin;

/**
 * Euler's method to sigma_down, then fresh noise up to the next level (k-diffusion's ancestral).
 */
final class EulerAncestralScheduler extends VarianceExplodingScheduler {
  private EulerAncestralScheduler(VeSchedule ve, Prediction prediction, int begin) {
    super(ve, prediction, Clip.NONE, begin);
  }

  @Plugin(type = SchedulerFactory.class, name = "Euler a", priority = 1600)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "EulerAncestralDiscreteScheduler";
    }

    @Override
    public String keys() {
      return COMMON + ZERO_SNR;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VeSchedule ve = VeSchedule.of(c, o, 0.0001, 0.02);
      return new EulerAncestralScheduler(
          ve,
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          o.begin(ve.timeline().timesteps().length, 1));
    }
  }

  @Override
  public boolean draws(int call) {
    return true;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    double s = sigma(call);
    double next = sigma(call + 1);
    double up = Math.sqrt(next * next * (s * s - next * next) / (s * s));
    double down = Math.sqrt(next * next - up * up);
    euler(from.x, denoised, s, down, to.x);
    float z = (float) up;
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] += z * noise[i];
    }
  }
}
