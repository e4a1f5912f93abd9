package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.CONSISTENCY;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.ConsistencySchedule;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.VpSchedule;
import org.scijava.plugin.Plugin;

/**
 * Latent consistency models, Luo et al. 2023, algorithm 2 and the boundary scalings of Song et al.
 * 2023 (eq. 5): the estimate, then fresh noise at the next timestep.
 */
final class LcmScheduler extends VariancePreservingScheduler {
  private static final double DATA = 0.5;
  private final double scaling;

  private LcmScheduler(VpSchedule vp, Prediction prediction, Clip clip, int begin, double scaling) {
    super(vp, prediction, clip, begin);
    this.scaling = scaling;
  }

  @Plugin(type = SchedulerFactory.class, name = "LCM", priority = 500)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "LCMScheduler";
    }

    @Override
    public String keys() {
      return CONSISTENCY;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VpSchedule vp = ConsistencySchedule.timeline(c, o.steps());
      return new LcmScheduler(
          vp,
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          Clip.of(c, false),
          o.begin(vp.timesteps().length, 1),
          c.number("timestep_scaling", 10));
    }
  }

  @Override
  public boolean draws(int call) {
    return call + 1 < calls();
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    double t = timestep(call) * scaling;
    double next = Math.sqrt(bar(call + 1));
    float clean = (float) (next * t / Math.sqrt(t * t + DATA * DATA));
    float skip = (float) (next * DATA * DATA / (t * t + DATA * DATA));
    float z = (float) sigmaOf(call + 1);
    boolean noisy = draws(call);
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] = clean * denoised[i] + skip * from.x[i] + (noisy ? z * noise[i] : 0);
    }
  }
}
