package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.VpSchedule;
import org.scijava.plugin.Plugin;

/**
 * Pseudo numerical methods for diffusion, Liu et al. 2022: algorithm 2 (three Runge–Kutta steps of
 * four calls, then the linear multistep method of eq. 12) and, with {@code skip_prk_steps}, the
 * multistep method alone, whose first step is two calls. Each move is eq. 9 (11 in print).
 *
 * <p>Memory: x before the step, the Runge–Kutta sum, and the last three outputs; the noise that a
 * predicted clean picture leaves, which counts as the output then.
 */
final class PndmScheduler extends VariancePreservingScheduler {
  private static final int RUNGE_KUTTA_CALLS = 12;
  private static final int HELD = 0;
  private static final int SUM = 1;
  private static final int OUTPUTS = 2;
  private static final int NOISE = OUTPUTS + 3;

  private final boolean multistepOnly;
  private final int ratio;
  private final int wanted;

  private PndmScheduler(
      VpSchedule vp, Prediction prediction, int begin, boolean multistepOnly, int n) {
    super(vp, prediction, Clip.NONE, begin);
    this.multistepOnly = multistepOnly;
    this.ratio = vp.train() / vp.steps();
    this.wanted = n;
  }

  @Plugin(type = SchedulerFactory.class, name = "PNDM", priority = 1300)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "PNDMScheduler";
    }

    @Override
    public String keys() {
      return COMMON + "skip_prk_steps set_alpha_to_one";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      VpSchedule vp = VpSchedule.of(c, o.steps(), 0.0001, 0.02, "linear", "leading", false);
      boolean multistepOnly = c.flag("skip_prk_steps", false);
      double[] t = vp.timesteps();
      double[] calls =
          multistepOnly ? multistepTimes(t) : rungeKuttaTimes(t, vp.train() / vp.steps() / 2);
      int begin = o.begin(calls.length, 1);
      return new PndmScheduler(
          new VpSchedule(calls, vp.alphasCumprod(), vp.finalAlpha(), vp.train(), vp.steps()),
          Prediction.of(c, "epsilon", "v_prediction", "sample"),
          begin,
          multistepOnly,
          o.remaining());
    }
  }

  /** The second timestep comes twice. */
  private static double[] multistepTimes(double[] t) {
    if (t.length < 2) {
      return t;
    }
    double[] calls = new double[t.length + 1];
    calls[0] = t[0];
    System.arraycopy(t, 1, calls, 2, t.length - 1);
    calls[1] = t[1];
    return calls;
  }

  /** Three steps a3 → a2 → a1 → a0 at a3, a2+h, a2+h, a2 …, then the rest from a0 on. */
  private static double[] rungeKuttaTimes(double[] t, int half) {
    if (t.length < 4) {
      throw BadInput.of(
          "steps (%d) must be at least 4 for PNDM with Runge–Kutta steps: raise steps or set"
              + " skip_prk_steps in scheduler_config.json.",
          t.length);
    }
    double[] calls = new double[RUNGE_KUTTA_CALLS + t.length - 3];
    for (int k = 0; k < 3; k++) {
      calls[4 * k] = t[k];
      calls[4 * k + 1] = t[k + 1] + half;
      calls[4 * k + 2] = t[k + 1] + half;
      calls[4 * k + 3] = t[k + 1];
    }
    System.arraycopy(t, 3, calls, RUNGE_KUTTA_CALLS, t.length - 3);
    return calls;
  }

  @Override
  public int step(int call) {
    if (multistepOnly) {
      return Math.max(0, call - 1);
    }
    int k = call < RUNGE_KUTTA_CALLS ? call / 4 : call - RUNGE_KUTTA_CALLS + 3;
    return Math.min(k, wanted - 1);
  }

  @Override
  public int memory() {
    return prediction == Prediction.SAMPLE ? NOISE + 1 : NOISE;
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    float[] move =
        prediction == Prediction.SAMPLE ? noiseOf(call, from.x, output, to.memory[NOISE]) : output;
    if (multistepOnly || call >= RUNGE_KUTTA_CALLS) {
      multistep(call, from, move, to);
    } else {
      rungeKutta(call, from, move, to);
    }
  }

  private float[] noiseOf(int call, float[] x, float[] sample, float[] noise) {
    float a = (float) alphaOf(call);
    float s = (float) sigmaOf(call);
    for (int i = 0; i < x.length; i++) {
      noise[i] = (x[i] - a * sample[i]) / s;
    }
    return noise;
  }

  private void rungeKutta(int call, StepRecord from, float[] output, StepRecord to) {
    int phase = call % 4;
    float share = phase == 0 || phase == 3 ? 1f / 6 : 1f / 3;
    float[] before = from.memory[SUM];
    float[] sum = to.memory[SUM];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (phase == 0 ? 0 : before[i]) + share * output[i];
    }
    float[] held = phase == 0 ? from.x : from.memory[HELD];
    System.arraycopy(held, 0, to.memory[HELD], 0, held.length);
    if (phase == 0) {
      to.push(from, OUTPUTS, 3, output);
    } else {
      to.keep(from, OUTPUTS, 3);
    }
    int start = (int) timeline.timesteps()[call / 4 * 4];
    int end = (int) timestep(call) - (call % 2 == 1 ? 0 : ratio / 2);
    move(held, phase == 3 ? sum : output, start, end, to.x);
  }

  private void multistep(int call, StepRecord from, float[] output, StepRecord to) {
    int t = (int) timestep(call);
    float[][] e = from.memory;
    float[] m = to.denoised;
    int known = multistepOnly ? call : 4;
    for (int i = 0; i < m.length; i++) {
      float o = output[i];
      m[i] =
          switch (known) {
            case 0 -> o;
            case 1 -> (o + e[OUTPUTS][i]) / 2;
            case 2 -> (3 * o - e[OUTPUTS][i]) / 2;
            case 3 -> (23 * o - 16 * e[OUTPUTS][i] + 5 * e[OUTPUTS + 1][i]) / 12;
            default ->
                (55 * o - 59 * e[OUTPUTS][i] + 37 * e[OUTPUTS + 1][i] - 9 * e[OUTPUTS + 2][i])
                    * (1f / 24);
          };
    }
    boolean second = known == 1;
    float[] held = second ? e[HELD] : from.x;
    move(held, m, second ? t + ratio : t, second ? t : t - ratio, to.x);
    System.arraycopy(held, 0, to.memory[HELD], 0, held.length);
    if (second) {
      to.keep(from, OUTPUTS, 3);
    } else {
      to.push(from, OUTPUTS, 3, output);
    }
  }

  /**
   * Liu et al. 2022, eq. 11: x from one timestep to another along an output. In float32 and in
   * diffusers' order, because two large terms cancel where ᾱ is near 0.
   */
  private void move(float[] x, float[] output, int from, int to, float[] out) {
    float a = vp.alphasCumprod()[Math.min(from, vp.train() - 1)];
    float b = to >= 0 ? vp.alphasCumprod()[to] : (float) vp.finalAlpha();
    float divisor = a * root(1 - b) + root(a * (1 - a) * b);
    float kx = root(b / a);
    float difference = b - a;
    boolean v = prediction == Prediction.V_PREDICTION;
    float alpha = v ? root(a) : 1;
    float sigma = v ? root(1 - a) : 0;
    for (int i = 0; i < out.length; i++) {
      float e = v ? alpha * output[i] + sigma * x[i] : output[i];
      out[i] = kx * x[i] - difference * e / divisor;
    }
  }

  private static float root(float v) {
    return (float) Math.sqrt(v);
  }

  /** Noise does not move with the clean image; v does, by − sigma · delta of its own call. */
  @Override
  public void shift(int call, StepRecord record, float[] delta) {
    super.shift(call, record, delta);
    if (prediction != Prediction.V_PREDICTION) {
      return;
    }
    int at = call - 1;
    for (int j = 0; j < 3 && at >= 0; j++) {
      at = stored(at);
      float s = (float) sigmaOf(at);
      float[] e = record.memory[OUTPUTS + j];
      for (int i = 0; i < delta.length; i++) {
        e[i] -= s * delta[i];
      }
      at--;
    }
  }

  /** The latest call up to this one whose output was stored. */
  private int stored(int call) {
    if (multistepOnly) {
      return call == 1 ? 0 : call;
    }
    return call < RUNGE_KUTTA_CALLS ? call / 4 * 4 : call;
  }
}
