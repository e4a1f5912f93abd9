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

/**
 * DDIM, Song et al. 2021, eq. 12 and 16: x' = sqrt(ᾱ') · x0 + sqrt(1 − ᾱ' − σ²) · ε + σ z with σ =
 * eta · sqrt((1 − ᾱ') / (1 − ᾱ)) · sqrt(1 − ᾱ / ᾱ'). Memoryless.
 */
final class DdimScheduler extends VariancePreservingScheduler {
  private final double eta;

  private DdimScheduler(VpSchedule vp, Prediction prediction, Clip clip, int begin, double eta) {
    super(vp, prediction, clip, begin);
    this.eta = eta;
  }

  @Plugin(type = SchedulerFactory.class, name = "DDIM", priority = 1900)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "DDIMScheduler";
    }

    @Override
    public String keys() {
      return COMMON + CLIP + THRESHOLD + ZERO_SNR + "set_alpha_to_one";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VpSchedule vp = VpSchedule.of(c, o.steps(), 0.0001, 0.02, "linear", "leading", true);
      return new DdimScheduler(
          vp,
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          Clip.of(c, true),
          o.begin(vp.timesteps().length, 1),
          o.eta(0));
    }
  }

  @Override
  public boolean draws(int call) {
    return eta > 0;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    double now = bar(call);
    double next = ddimPrevious(call);
    double variance = (1 - next) / (1 - now) * (1 - now / next);
    double deviation = eta * Math.sqrt(variance);
    float clean = (float) Math.sqrt(next);
    double direction = Math.sqrt(1 - next - deviation * deviation);
    // eps from the unclipped output: eps = ex · x + eo · output
    double a = alphaOf(call);
    double s = sigmaOf(call);
    float ex =
        (float)
            switch (prediction) {
              case EPSILON -> 0;
              case V_PREDICTION -> s * direction;
              default -> direction / s;
            };
    float eo =
        (float)
            switch (prediction) {
              case EPSILON -> direction;
              case V_PREDICTION -> a * direction;
              default -> 0;
            };
    // a network that predicts the sample: eps is taken from the estimate before clipping
    float es = prediction == Prediction.SAMPLE ? (float) (-a * direction / s) : 0;
    float z = (float) deviation;
    boolean noisy = draws(call);
    for (int i = 0; i < to.x.length; i++) {
      float o = output[i];
      to.x[i] = clean * denoised[i] + ex * from.x[i] + (eo + es) * o + (noisy ? z * noise[i] : 0);
    }
  }
}
