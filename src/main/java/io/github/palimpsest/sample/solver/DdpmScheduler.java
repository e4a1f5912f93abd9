package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.CLIP;
import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.THRESHOLD;
import static io.github.palimpsest.sample.solver.SchedulerKeys.ZERO_SNR;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.VpSchedule;
import org.scijava.plugin.Plugin;

/** DDPM, Ho et al. 2020, eq. 7 and algorithm 2, between the timesteps of the run. */
final class DdpmScheduler extends VariancePreservingScheduler {
  private final String variance;

  private DdpmScheduler(
      VpSchedule vp, Prediction prediction, Clip clip, int begin, String variance) {
    super(vp, prediction, clip, begin);
    this.variance = variance;
  }

  @Plugin(type = SchedulerFactory.class, name = "DDPM", priority = 1800)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "DDPMScheduler";
    }

    @Override
    public String keys() {
      return COMMON + CLIP + THRESHOLD + ZERO_SNR + "variance_type";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VpSchedule vp = VpSchedule.of(c, o.steps(), 0.0001, 0.02, "linear", "leading", true);
      return new DdpmScheduler(
          vp,
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          Clip.of(c, true),
          o.begin(vp.timesteps().length, 1),
          c.text("variance_type", "fixed_small", "fixed_small", "fixed_small_log", "fixed_large"));
    }
  }

  @Override
  public boolean draws(int call) {
    return timestep(call) > 0;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    double now = bar(call);
    double next = bar(call + 1);
    double beta = 1 - now / next;
    float a = (float) (Math.sqrt(next) * beta / (1 - now));
    float b = (float) (Math.sqrt(now / next) * (1 - next) / (1 - now));
    double small = Math.max((1 - next) / (1 - now) * beta, 1e-20);
    float z = (float) Math.sqrt(variance.equals("fixed_large") ? beta : small);
    boolean noisy = draws(call);
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] = a * denoised[i] + b * from.x[i] + (noisy ? z * noise[i] : 0);
    }
  }
}
