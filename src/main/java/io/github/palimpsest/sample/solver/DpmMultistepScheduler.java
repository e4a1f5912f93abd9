package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.COMMON;
import static io.github.palimpsest.sample.solver.SchedulerKeys.CURVES;
import static io.github.palimpsest.sample.solver.SchedulerKeys.FLOW;
import static io.github.palimpsest.sample.solver.SchedulerKeys.SOLVER;
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
import java.util.Map;
import org.scijava.plugin.Plugin;

/**
 * DPM-Solver++ multistep (Lu et al. 2022b, algorithm 2) and DPM-Solver (Lu et al. 2022a), orders 1
 * to 3, deterministic or as SDE solver. Memory: the predictions (clean for ++, noise otherwise) of
 * the calls before.
 */
class DpmMultistepScheduler extends LogSnrScheduler {
  private final DpmFormula formula;
  private final int order;
  private final boolean lowerOrderFinal;
  private final boolean eulerAtFinal;
  private final boolean zeroFinal;

  DpmMultistepScheduler(
      TimestepSchedule timeline, SchedulerConfig c, SchedulerOptions o, DpmFormula formula) {
    super(
        timeline,
        Prediction.of(c, "epsilon", "v_prediction", "sample", "flow_prediction"),
        Clip.thresholding(c),
        o.begin(timeline.timesteps().length, 1),
        c.flag("use_flow_sigmas", false));
    this.formula = formula;
    this.order = c.integer("solver_order", 2, 1, 3);
    this.lowerOrderFinal = c.flag("lower_order_final", true);
    this.eulerAtFinal = c.flag("euler_at_final", false);
    this.zeroFinal = c.text("final_sigmas_type", "zero").equals("zero");
  }

  @Plugin(type = SchedulerFactory.class, name = "DPM++ 2M", priority = 1200)
  static class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "DPMSolverMultistepScheduler";
    }

    @Override
    public String keys() {
      return COMMON
          + CURVES
          + THRESHOLD
          + FLOW
          + SOLVER
          + ZERO_SNR
          + "euler_at_final use_lu_lambdas final_sigmas_type lambda_min_clipped"
          + " variance_type";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      DpmFormula formula =
          DpmFormula.of(c, "dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++");
      TimestepSchedule timeline = LogSnrSchedule.of(c, o.steps(), LogSnrSchedule.Kind.MULTISTEP);
      return new DpmMultistepScheduler(timeline, c, o, formula);
    }
  }

  @Plugin(type = SchedulerFactory.class, name = "DPM++ 2M SDE", priority = 1100)
  static final class SdeFactory extends Factory {
    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      return super.create(c.with(Map.of("algorithm_type", "sde-dpmsolver++")), o);
    }
  }

  @Override
  public final int memory() {
    return order - 1;
  }

  @Override
  public final boolean draws(int call) {
    return formula.sde();
  }

  private int order(int call) {
    int at = begin + call;
    int n = timeline.timesteps().length;
    boolean few = lowerOrderFinal && n < 15;
    boolean first = at == n - 1 && (eulerAtFinal || few || zeroFinal);
    boolean second = at == n - 2 && few;
    return first ? 1 : Math.min(Math.min(order, call + 1), second ? 2 : 3);
  }

  @Override
  public final void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    int use = order(call);
    float[] m0 = to.denoised;
    predictionOf(formula.plusPlus(), call, from.x, denoised, m0);
    double[] lambda = new double[use];
    for (int i = 0; i < use; i++) {
      lambda[i] = lambda(call - i);
    }
    double[] k =
        formula.multistep(
            alphaOf(call),
            sigmaOf(call),
            alphaOf(call + 1),
            sigmaOf(call + 1),
            lambda(call + 1),
            lambda);
    float[] m1 = use > 1 ? from.memory[0] : m0;
    float[] m2 = use > 2 ? from.memory[1] : m0;
    DpmFormula.combine(k, from.x, m0, m1, m2, formula.sde() ? noise : null, to.x);
    to.push(from, 0, order - 1, m0);
  }

  @Override
  public final void shift(int call, StepRecord record, float[] delta) {
    super.shift(call, record, delta);
    if (formula.plusPlus()) {
      for (float[] m : record.memory) {
        add(m, delta);
      }
    }
  }
}
