package io.github.palimpsest.sample;

import java.util.Map;

/**
 * DPM-Solver++ multistep (Lu et al. 2022b, algorithm 2) and DPM-Solver (Lu et al. 2022a), orders 1
 * to 3, deterministic or as SDE solver. Memory: the predictions (clean for ++, noise otherwise) of
 * the calls before.
 */
final class DpmMultistepScheduler extends SnrScheduler {
  private final DpmFormula formula;
  private final int order;
  private final boolean lowerOrderFinal;
  private final boolean eulerAtFinal;
  private final boolean zeroFinal;

  private DpmMultistepScheduler(
      Timeline timeline, SchedulerConfig c, boolean flow, Options o, DpmFormula formula) {
    super(
        timeline,
        Prediction.of(c, "epsilon", "v_prediction", "sample", "flow_prediction"),
        Clip.thresholding(c),
        o.begin(timeline.timesteps().length, 1),
        flow);
    this.formula = formula;
    this.order = Math.max(1, Math.min(3, c.integer("solver_order", 2)));
    this.lowerOrderFinal = c.flag("lower_order_final", true);
    this.eulerAtFinal = c.flag("euler_at_final", false);
    this.zeroFinal = c.text("final_sigmas_type", "zero").equals("zero");
  }

  static Scheduler create(SchedulerConfig c, Options o) {
    Timeline timeline = SnrScheduler.multistepTimeline(c, o.steps());
    String algorithm =
        c.text(
            "algorithm_type",
            "dpmsolver++",
            "dpmsolver",
            "dpmsolver++",
            "sde-dpmsolver",
            "sde-dpmsolver++",
            "deis");
    boolean heun =
        c.text("solver_type", "midpoint", "midpoint", "heun", "logrho", "bh1", "bh2")
            .equals("heun");
    DpmFormula formula =
        new DpmFormula(
            algorithm.endsWith("++") || algorithm.equals("deis"),
            algorithm.startsWith("sde"),
            heun);
    if (!formula.plusPlus()) {
      new SchedulerConfig(Map.of("final_sigmas_type", c.text("final_sigmas_type", "zero")))
          .only("final_sigmas_type", "sigma_min");
    }
    return new DpmMultistepScheduler(timeline, c, c.flag("use_flow_sigmas", false), o, formula);
  }

  @Override
  int memory() {
    return order - 1;
  }

  @Override
  boolean draws(int call) {
    return formula.sde();
  }

  @Override
  void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    int at = begin + call;
    int n = timeline.timesteps().length;
    boolean few = lowerOrderFinal && n < 15;
    boolean first = at == n - 1 && (eulerAtFinal || few || zeroFinal);
    boolean second = at == n - 2 && few;
    int use = first ? 1 : Math.min(Math.min(order, call + 1), second ? 2 : 3);

    float[] m0 = to.denoised;
    if (formula.plusPlus()) {
      System.arraycopy(denoised, 0, m0, 0, m0.length);
    } else {
      noiseOf(call, from.x, denoised, m0);
    }
    double[] lambda = new double[use];
    for (int i = 0; i < use; i++) {
      lambda[i] = lambda(call - i);
    }
    double[] k =
        formula.weights(
            alphaOf(call),
            sigmaOf(call),
            alphaOf(call + 1),
            sigmaOf(call + 1),
            lambda(call + 1),
            lambda);
    float kx = (float) k[0];
    float k0 = (float) k[1];
    float k1 = (float) k[2];
    float k2 = (float) k[3];
    float kz = (float) k[4];
    float[] m1 = use > 1 ? from.memory[0] : m0;
    float[] m2 = use > 2 ? from.memory[1] : m0;
    boolean noisy = formula.sde();
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] = kx * from.x[i] + k0 * m0[i] + k1 * m1[i] + k2 * m2[i] + (noisy ? kz * noise[i] : 0);
    }
    for (int j = order - 2; j > 0; j--) {
      System.arraycopy(from.memory[j - 1], 0, to.memory[j], 0, m0.length);
    }
    if (order > 1) {
      System.arraycopy(m0, 0, to.memory[0], 0, m0.length);
    }
  }

  @Override
  void shift(int call, StepRecord record, float[] delta) {
    super.shift(call, record, delta);
    if (formula.plusPlus()) {
      for (float[] m : record.memory) {
        add(m, delta);
      }
    }
  }
}
