package io.github.palimpsest.sample.solver;

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
import org.scijava.plugin.Plugin;

/**
 * DPM-Solver-2 as k-diffusion writes it (Karras et al. 2022, algorithm 2 without churn; Lu et al.
 * 2022a): an Euler step to the geometric middle of two sigmas, then the whole step with the slope
 * found there. The ancestral form steps to sigma_down and adds fresh noise. Two calls a step, one
 * in the last. Memory: x before the step.
 */
final class Kdpm2Scheduler extends VarianceExplodingScheduler {
  private final double[] middle;
  private final double[] target;
  private final double[] up;
  private final boolean ancestral;

  private Kdpm2Scheduler(VeSchedule ve, Prediction prediction, int begin, Kdpm2Levels levels) {
    super(ve, prediction, Clip.NONE, begin);
    this.middle = levels.middle();
    this.target = levels.target();
    this.up = levels.up();
    this.ancestral = levels.ancestral();
  }

  @Plugin(type = SchedulerFactory.class, name = "DPM2", priority = 900)
  static class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "KDPM2DiscreteScheduler";
    }

    @Override
    public String keys() {
      return COMMON + CURVES;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      return Kdpm2Scheduler.create(c, o, false);
    }
  }

  @Plugin(type = SchedulerFactory.class, name = "DPM2 a", priority = 800)
  static final class AncestralFactory extends Factory {
    @Override
    public String className() {
      return "KDPM2AncestralDiscreteScheduler";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      return Kdpm2Scheduler.create(c, o, true);
    }
  }

  private static Scheduler create(SchedulerConfig c, SchedulerOptions o, boolean ancestral) {
    VeSchedule ve = VeSchedule.of(c, o, 0.00085, 0.012);
    TimestepSchedule t = ve.timeline();
    double[] times = t.timesteps().clone();
    if (c.flag("use_karras_sigmas", false)) {
      for (int i = 0; i < times.length; i++) {
        times[i] = Math.rint(times[i]);
      }
    }
    Kdpm2Levels levels = Kdpm2Levels.of(t.sigmas(), ancestral);
    double[] between = TimestepSchedule.timestepsOf(levels.middle(), ve.table());
    int n = times.length;
    double[] timesteps = new double[2 * n - 1];
    double[] sigmas = new double[2 * n];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = i % 2 == 0 ? times[i / 2] : (float) between[i / 2];
    }
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = t.sigmas()[(i + 1) / 2];
    }
    return new Kdpm2Scheduler(
        ve.with(new TimestepSchedule(timesteps, sigmas)),
        Prediction.of(c, "epsilon", "v_prediction", "sample"),
        o.begin(timesteps.length, 2),
        levels);
  }

  @Override
  public int step(int call) {
    return call / 2;
  }

  @Override
  public int memory() {
    return 1;
  }

  @Override
  public boolean draws(int call) {
    return ancestral && call % 2 == 1;
  }

  /** Between two calls of a step the state stands at the middle; known pixels at the next sigma. */
  @Override
  public double levelOf(int call) {
    return call % 2 == 0 ? sigma(call) : middle[(begin + call) / 2];
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    int k = (begin + call) / 2;
    float level = (float) levelOf(call);
    boolean first = call % 2 == 0;
    double start = sigma(call - (first ? 0 : 1));
    float dt = (float) ((first ? middle[k] : target[k]) - start);
    float[] base = first ? from.x : from.memory[0];
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] = base[i] + (from.x[i] - denoised[i]) / level * dt;
    }
    System.arraycopy(base, 0, to.memory[0], 0, base.length);
    if (draws(call)) {
      float z = (float) up[k];
      for (int i = 0; i < to.x.length; i++) {
        to.x[i] += z * noise[i];
      }
    }
  }

  @Override
  public void shift(int call, StepRecord record, float[] delta) {
    super.shift(call, record, delta);
    add(record.memory[0], delta);
  }
}
