package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;
import static io.github.palimpsest.sample.solver.SchedulerKeys.FLOW;
import static io.github.palimpsest.sample.solver.SchedulerKeys.THRESHOLD;
import static io.github.palimpsest.sample.solver.SchedulerKeys.ZERO_SNR;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.LogSnrSchedule;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import java.util.Arrays;
import org.scijava.plugin.Plugin;

/**
 * UniPC, Zhao et al. 2023, algorithms 5 and 6 (multistep UniP after UniC) with B(h) = h or e^h − 1,
 * on clean estimates or noise. Memory: the predictions of the calls before, and the corrected x of
 * the last.
 */
final class UniPcScheduler extends LogSnrScheduler {
  private final UniPcFormula formula;
  private final int order;
  private final boolean lowerOrderFinal;
  private final double[] uncorrected;

  private UniPcScheduler(
      TimestepSchedule timeline, SchedulerConfig c, SchedulerOptions o, UniPcFormula formula) {
    super(
        timeline,
        formula.clean()
            ? Prediction.of(c, "epsilon", "v_prediction", "sample", "flow_prediction")
            : Prediction.of(c, "epsilon", "v_prediction", "sample"),
        formula.clean() ? Clip.thresholding(c) : Clip.NONE,
        o.begin(timeline.timesteps().length, 1),
        c.flag("use_flow_sigmas", false));
    this.formula = formula;
    this.order = c.integer("solver_order", 2, 1, 6);
    this.lowerOrderFinal = c.flag("lower_order_final", true);
    double[] off = c.numbers("disable_corrector");
    this.uncorrected = off == null ? new double[0] : off;
  }

  @Plugin(type = SchedulerFactory.class, name = "UniPC", priority = 600)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "UniPCMultistepScheduler";
    }

    @Override
    public String keys() {
      return COMMON
          + CURVES
          + THRESHOLD
          + FLOW
          + ZERO_SNR
          + "solver_order solver_type lower_order_final predict_x0 disable_corrector solver_p"
          + " final_sigmas_type sigma_min sigma_max shift_terminal";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      c.only("solver_p", null);
      String type = c.text("solver_type", "bh2", "bh1", "bh2", "midpoint", "heun", "logrho");
      UniPcFormula formula = new UniPcFormula(c.flag("predict_x0", true), type.equals("bh1"));
      if (c.text("final_sigmas_type", "zero").equals("zero") && c.integer("solver_order", 2) > 1) {
        c.only("lower_order_final", true);
      }
      return new UniPcScheduler(
          LogSnrSchedule.of(c, o.steps(), LogSnrSchedule.Kind.UNIPC), c, o, formula);
    }
  }

  @Override
  public int memory() {
    return order + 1;
  }

  private int order(int call) {
    int left = timeline.timesteps().length - begin - call;
    return Math.min(lowerOrderFinal ? Math.min(order, left) : order, call + 1);
  }

  private boolean corrects(int call) {
    int before = begin + call - 1;
    return call > 0 && Arrays.stream(uncorrected).noneMatch(i -> i == before);
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    float[] m = to.denoised;
    predictionOf(formula.clean(), call, from.x, denoised, m);
    float[] x = to.memory[order];
    if (corrects(call)) {
      int use = order(call - 1);
      double[] k = formula.weights(level(call - 1), level(call), lambdas(call - 1, use), true);
      float[][] old = from.memory;
      sum(k, old[order], old, x);
      float w = (float) k[k.length - 1];
      for (int i = 0; i < x.length; i++) {
        x[i] += w * m[i];
      }
    } else {
      System.arraycopy(from.x, 0, x, 0, x.length);
    }
    to.push(from, 0, order, m);
    double[] k = formula.weights(level(call), level(call + 1), lambdas(call, order(call)), false);
    sum(k, x, to.memory, to.x);
  }

  private double[] level(int call) {
    return new double[] {alphaOf(call), sigmaOf(call), lambda(call)};
  }

  /** lambda of a call and of those before it. */
  private double[] lambdas(int call, int count) {
    double[] out = new double[count];
    for (int i = 0; i < count; i++) {
      out[i] = lambda(call - i);
    }
    return out;
  }

  /** k0 · x + sum of k(1 + j) · m(j) over the predictions that the order uses. */
  private static void sum(double[] k, float[] x, float[][] m, float[] out) {
    float kx = (float) k[0];
    for (int i = 0; i < out.length; i++) {
      out[i] = kx * x[i];
    }
    for (int j = 0; j < k.length - 2; j++) {
      float w = (float) k[1 + j];
      float[] mj = m[j];
      for (int i = 0; i < out.length; i++) {
        out[i] += w * mj[i];
      }
    }
  }

  @Override
  public void shift(int call, StepRecord record, float[] delta) {
    super.shift(call, record, delta);
    for (int j = 0; formula.clean() && j < order; j++) {
      add(record.memory[j], delta);
    }
    float a = (float) alphaOf(Math.max(0, call - 1));
    float[] last = record.memory[order];
    for (int i = 0; i < delta.length; i++) {
      last[i] += a * delta[i];
    }
  }
}
