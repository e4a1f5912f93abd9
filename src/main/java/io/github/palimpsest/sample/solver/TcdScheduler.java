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
 * Trajectory consistency distillation, Zheng et al. 2024, algorithm 4 (strategic stochastic
 * sampling): to timestep s = (1 − eta) · t', then noise up to t'.
 */
final class TcdScheduler extends VariancePreservingScheduler {
  private static final double DEFAULT_ETA = 0.3;
  private final double eta;

  private TcdScheduler(VpSchedule vp, Prediction prediction, int begin, double eta) {
    super(vp, prediction, Clip.NONE, begin);
    this.eta = eta;
  }

  @Plugin(type = SchedulerFactory.class, name = "TCD", priority = 400)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "TCDScheduler";
    }

    @Override
    public String keys() {
      return CONSISTENCY;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VpSchedule vp = ConsistencySchedule.timeline(c, o.steps());
      return new TcdScheduler(
          vp,
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          o.begin(vp.timesteps().length, 1),
          o.eta(DEFAULT_ETA));
    }
  }

  @Override
  public boolean draws(int call) {
    return eta > 0 && call + 1 < calls();
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    int next = call + 1 < calls() ? (int) timestep(call + 1) : 0;
    int between = (int) Math.floor((float) (1 - eta) * (float) next);
    double s = vp.alphasCumprod()[between];
    double end = vp.alphasCumprod()[next];
    boolean noisy = draws(call);
    double kept = noisy ? Math.sqrt(end / s) : 1;
    // eps = (x − alpha · x0) / sigma
    double e = kept * Math.sqrt(1 - s) / sigmaOf(call);
    float kx = (float) e;
    float k0 = (float) (kept * Math.sqrt(s) - e * alphaOf(call));
    float z = (float) Math.sqrt(Math.max(0, 1 - end / s));
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] = kx * from.x[i] + k0 * denoised[i] + (noisy ? z * noise[i] : 0);
    }
  }
}
