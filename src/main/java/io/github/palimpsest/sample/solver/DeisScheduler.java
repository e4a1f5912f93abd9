package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;
import static io.github.palimpsest.sample.solver.SchedulerKeys.FLOW;
import static io.github.palimpsest.sample.solver.SchedulerKeys.SOLVER;
import static io.github.palimpsest.sample.solver.SchedulerKeys.THRESHOLD;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.LogSnrSchedule;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import org.scijava.plugin.Plugin;

/**
 * DEIS, Zhang and Chen 2023: exponential integrator with the noise prediction extrapolated as a
 * polynomial in log rho, rho = sigma / alpha (log-rho multistep, section 3.3 and appendix H),
 * orders 1 to 3. Memory: the noise predictions of the calls before.
 */
final class DeisScheduler extends LogSnrScheduler {
  private final int order;
  private final boolean lowerOrderFinal;

  private DeisScheduler(TimestepSchedule timeline, SchedulerConfig c, SchedulerOptions o) {
    super(
        timeline,
        Prediction.of(c, "epsilon", "v_prediction", "sample", "flow_prediction"),
        Clip.thresholding(c),
        o.begin(timeline.timesteps().length, 1),
        c.flag("use_flow_sigmas", false));
    this.order = c.integer("solver_order", 2, 1, 3);
    this.lowerOrderFinal = c.flag("lower_order_final", true);
  }

  @Plugin(type = SchedulerFactory.class, name = "DEIS", priority = 700)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "DEISMultistepScheduler";
    }

    @Override
    public String keys() {
      return COMMON + CURVES + THRESHOLD + FLOW + SOLVER;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      c.text("algorithm_type", "deis", "deis", "dpmsolver", "dpmsolver++");
      c.text("solver_type", "logrho", "logrho", "midpoint", "heun", "bh1", "bh2");
      return new DeisScheduler(LogSnrSchedule.of(c, o.steps(), LogSnrSchedule.Kind.DEIS), c, o);
    }
  }

  @Override
  public int memory() {
    return order - 1;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    int n = timeline.timesteps().length;
    boolean few = lowerOrderFinal && n < 15;
    int left = n - begin - call;
    int use = Math.min(Math.min(order, call + 1), few ? Math.min(left, 3) : 3);
    float[] m0 = to.denoised;
    noiseOf(call, from.x, denoised, m0);
    float[] m1 = use > 1 ? from.memory[0] : m0;
    float[] m2 = use > 2 ? from.memory[1] : m0;
    float[] c = coefficients(call, use);
    float scale = alpha(call + 1);
    float start = use == 1 ? 1 : alpha(call);
    float factor = use == 1 ? scale / alpha(call) : 1;
    float c1 = use > 1 ? c[1] : 0;
    float c2 = use > 2 ? c[2] : 0;
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] =
          use == 1
              ? factor * from.x[i] - c[0] * m0[i]
              : scale * (from.x[i] / start + c[0] * m0[i] + c1 * m1[i] + c2 * m2[i]);
    }
    to.push(from, 0, order - 1, m0);
  }

  /**
   * Weights of the noise predictions, newest first. In float32 and diffusers' order: at the first
   * steps of a cosine schedule they cancel.
   */
  private float[] coefficients(int call, int use) {
    if (use == 1) {
      float h = log(alpha(call + 1)) - log(noise(call + 1)) - (log(alpha(call)) - log(noise(call)));
      return new float[] {noise(call + 1) * ((float) Math.exp(h) - 1)};
    }
    float end = rho(call + 1);
    float[] log = new float[use];
    for (int j = 0; j < use; j++) {
      log[j] = log(rho(call - j));
    }
    float[] c = new float[use];
    for (int j = 0; j < use; j++) {
      float b = log[j];
      float f = log[(j + 1) % use];
      float g = log[(j + 2) % use];
      c[j] =
          use == 2
              ? second(end, b, f) - second(rho(call), b, f)
              : third(end, b, f, g) - third(rho(call), b, f, g);
    }
    return c;
  }

  private float rho(int call) {
    return noise(call) / alpha(call);
  }

  private float alpha(int call) {
    float s = (float) sigma(call);
    return flow() ? 1 - s : 1 / (float) Math.sqrt(s * s + 1);
  }

  private float noise(int call) {
    float s = (float) sigma(call);
    return flow() ? s : s * alpha(call);
  }

  private static float log(float v) {
    return (float) Math.log(v);
  }

  /** ∫ (log t − c) / (b − c) dt. */
  private static float second(float t, float b, float c) {
    return t * (-c + log(t) - 1) / (b - c);
  }

  /** ∫ (log t − c)(log t − d) / ((b − c)(b − d)) dt. */
  private static float third(float t, float b, float c, float d) {
    float u = log(t);
    float numerator = t * (c * (d - u + 1) - d * u + d + u * u - 2 * u + 2);
    return numerator / ((b - c) * (b - d));
  }
}
