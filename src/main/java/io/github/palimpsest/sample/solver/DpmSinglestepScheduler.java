package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;
import static io.github.palimpsest.sample.solver.SchedulerKeys.FLOW;
import static io.github.palimpsest.sample.solver.SchedulerKeys.SOLVER;
import static io.github.palimpsest.sample.solver.SchedulerKeys.THRESHOLD;
import static io.github.palimpsest.sample.solver.SchedulerKeys.TRAINED;

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
 * DPM-Solver++ single-step, orders 1 to 3 (Lu et al. 2022b, algorithm 1; Lu et al. 2022a,
 * algorithms 1 and 2), one call a step: a block of k calls re-does the way from its start with
 * order k. Memory: the predictions of the calls before, and x at the start of the block.
 */
final class DpmSinglestepScheduler extends LogSnrScheduler {
  private final DpmFormula formula;
  private final int order;
  private final int[] orders;

  private DpmSinglestepScheduler(
      TimestepSchedule timeline,
      SchedulerConfig c,
      SchedulerOptions o,
      DpmFormula formula,
      int order) {
    super(
        timeline,
        Prediction.of(c, "epsilon", "v_prediction", "sample", "flow_prediction"),
        Clip.thresholding(c),
        o.begin(timeline.timesteps().length, 1),
        c.flag("use_flow_sigmas", false));
    this.formula = formula;
    this.order = order;
    boolean zero = c.text("final_sigmas_type", "zero").equals("zero");
    boolean lower =
        c.flag("lower_order_final", false) || zero || o.steps() % Math.max(1, order) != 0;
    this.orders = orders(o.steps(), order, lower, zero);
  }

  @Plugin(type = SchedulerFactory.class, name = "DPM++ 2S", priority = 1000)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "DPMSolverSinglestepScheduler";
    }

    @Override
    public String keys() {
      return TRAINED
          + CURVES
          + THRESHOLD
          + FLOW
          + SOLVER
          + "final_sigmas_type lambda_min_clipped variance_type";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      DpmFormula formula = DpmFormula.of(c, "dpmsolver", "dpmsolver++", "sde-dpmsolver++");
      int order = c.integer("solver_order", 2, 1, 3);
      return new DpmSinglestepScheduler(
          LogSnrSchedule.of(c, o.steps(), LogSnrSchedule.Kind.SINGLESTEP), c, o, formula, order);
    }
  }

  /** The order of each call: 1, 2 … order, and so on, lower at the end. */
  static int[] orders(int steps, int order, boolean lower, boolean zero) {
    int[] orders = new int[steps];
    for (int i = 0; i < steps; i++) {
      orders[i] = i % order + 1;
    }
    if (lower && order == 3 && steps % 3 == 0) {
      orders[steps - 1] = 1;
    }
    if (lower && order == 2 && steps % 2 == 0 || zero) {
      orders[steps - 1] = 1;
    }
    return orders;
  }

  /** The order of a call, no higher than the calls of its block that were made. */
  private int order(int call) {
    return Math.min(orders[begin + call], call + 1);
  }

  @Override
  public int memory() {
    return order;
  }

  @Override
  public boolean draws(int call) {
    return formula.sde();
  }

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    int use = order(call);
    float[] m0 = to.denoised;
    predictionOf(formula.plusPlus(), call, from.x, denoised, m0);
    int start = call - use + 1;
    float[] held = use == 1 ? from.x : from.memory[order - 1];
    double[] lambda = new double[use];
    for (int i = 0; i < use; i++) {
      lambda[i] = lambda(call - i);
    }
    double[] k =
        formula.singlestep(
            alphaOf(start),
            sigmaOf(start),
            alphaOf(call + 1),
            sigmaOf(call + 1),
            lambda(call + 1),
            lambda);
    float[] m1 = use > 1 ? from.memory[0] : m0;
    float[] m2 = use > 2 ? from.memory[1] : m0;
    DpmFormula.combine(k, held, m0, m1, m2, formula.sde() ? noise : null, to.x);
    System.arraycopy(held, 0, to.memory[order - 1], 0, held.length);
    to.push(from, 0, order - 1, m0);
  }

  @Override
  public void shift(int call, StepRecord record, float[] delta) {
    super.shift(call, record, delta);
    for (int j = 0; formula.plusPlus() && j < order - 1; j++) {
      add(record.memory[j], delta);
    }
    int start = call - 1;
    while (start > 0 && order(start) > 1) {
      start--;
    }
    if (start >= 0) {
      float a = (float) alphaOf(start);
      float[] held = record.memory[order - 1];
      for (int i = 0; i < delta.length; i++) {
        held[i] += a * delta[i];
      }
    }
  }
}
