package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.LogSnrSchedule;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.Sigmas;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import org.scijava.plugin.Plugin;

/**
 * Euler's method for flow matching and rectified flow (Lipman et al. 2023; Esser et al. 2024, eq.
 * 13 and the shift of eq. 23): x = (1 − s) · x0 + s · noise, the network predicts noise − x0.
 */
final class FlowEulerScheduler extends Scheduler {
  private final boolean stochastic;

  private FlowEulerScheduler(TimestepSchedule timeline, int begin, boolean stochastic) {
    super(timeline, Prediction.FLOW_PREDICTION, Clip.NONE, begin);
    this.stochastic = stochastic;
  }

  @Plugin(type = SchedulerFactory.class, name = "FlowMatch Euler", priority = 100)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "FlowMatchEulerDiscreteScheduler";
    }

    @Override
    public String keys() {
      return CURVES
          + "num_train_timesteps shift use_dynamic_shifting invert_sigmas shift_terminal"
          + " stochastic_sampling";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      c.only("use_dynamic_shifting", false);
      c.only("invert_sigmas", false);
      int train = c.integer("num_train_timesteps", 1000, 1, SchedulerConfig.MOST_TIMESTEPS);
      double shift = c.number("shift", 1);
      double least = (float) LogSnrSchedule.shifted(1.0 / train, shift);
      double[] s = TimestepSchedule.linspace(train, least * train, o.steps());
      for (int i = 0; i < s.length; i++) {
        s[i] = LogSnrSchedule.shifted(s[i] / train, shift);
      }
      LogSnrSchedule.stretch(c, s);
      double[] curved = Sigmas.curved(c, s[s.length - 1], s[0], s.length);
      s = curved == null ? s : curved;
      double[] t = new double[s.length];
      for (int i = 0; i < t.length; i++) {
        t[i] = (float) s[i] * (float) train;
      }
      return new FlowEulerScheduler(
          TimestepSchedule.of(t, s, 0), o.begin(t.length, 1), c.flag("stochastic_sampling", false));
    }
  }

  @Override
  public double alphaOf(int call) {
    return 1 - sigma(call);
  }

  @Override
  public double sigmaOf(int call) {
    return sigma(call);
  }

  @Override
  public double initNoiseSigma() {
    return 1;
  }

  @Override
  public boolean draws(int call) {
    return stochastic;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    float dt = (float) (sigma(call + 1) - sigma(call));
    float a = (float) alphaOf(call + 1);
    float s = (float) sigmaOf(call + 1);
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] = stochastic ? a * denoised[i] + s * noise[i] : from.x[i] + dt * output[i];
    }
  }
}
