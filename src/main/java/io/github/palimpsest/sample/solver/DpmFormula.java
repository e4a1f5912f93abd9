package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.schedule.SchedulerConfig;

/**
 * The update of DPM-Solver (Lu et al. 2022a) and DPM-Solver++ (Lu et al. 2022b) as weights of x,
 * the last three predictions and fresh noise.
 *
 * @param plusPlus predictions are clean estimates (++) rather than noise
 * @param sde stochastic
 * @param heun second-order variant "heun" rather than "midpoint"
 */
record DpmFormula(boolean plusPlus, boolean sde, boolean heun) {
  /** The formula a configuration asks for, among the algorithms its class has. */
  static DpmFormula of(SchedulerConfig c, String... algorithms) {
    String name = c.text("algorithm_type", "dpmsolver++");
    if (!name.equals("deis")) {
      c.text("algorithm_type", "dpmsolver++", algorithms);
    }
    boolean plusPlus = name.endsWith("++") || name.equals("deis");
    if (!plusPlus && c.text("final_sigmas_type", "zero").equals("zero")) {
      throw SchedulerConfig.refuse("final_sigmas_type", "zero", "sigma_min for " + name);
    }
    String type = c.text("solver_type", "midpoint", "midpoint", "heun", "logrho", "bh1", "bh2");
    return new DpmFormula(plusPlus, name.startsWith("sde"), type.equals("heun"));
  }

  /**
   * Weights [x, m0, m1, m2, noise] of a multistep update from (as, ss) at the call to (at, st).
   *
   * @param lambdaT log(alpha / sigma) after the call, possibly infinite
   * @param lambda of this call and the one or two before; their number is the order
   */
  double[] multistep(double as, double ss, double at, double st, double lambdaT, double[] lambda) {
    double h = lambdaT - lambda[0];
    double[] c = terms(as, ss, at, st, h);
    double c0 = c[1];
    double kz = c[5];
    if (lambda.length == 1) {
      return new double[] {c[0], c0, 0, 0, kz};
    }
    double r0 = (lambda[0] - lambda[1]) / h;
    if (lambda.length == 2) {
      double c1 = heun ? c[3] : c[2];
      return new double[] {c[0], c0 + c1 / r0, -c1 / r0, 0, kz};
    }
    double r1 = (lambda[1] - lambda[2]) / h;
    // D1 = p (m0 − m1) − q (m1 − m2), D2 = s (m0 − m1) / r0 − s (m1 − m2) / r1
    double p = (1 + r0 / (r0 + r1)) / r0;
    double q = r0 / (r0 + r1) / r1;
    double s = 1 / (r0 + r1);
    double c1 = c[3];
    double c2 = c[4];
    return new double[] {
      c[0],
      c0 + c1 * p + c2 * s / r0,
      -c1 * (p + q) - c2 * s * (1 / r0 + 1 / r1),
      c1 * q + c2 * s / r1,
      kz
    };
  }

  /**
   * Weights [x, m0, m1, m2, noise] of a single-step update, whose x and (as, ss) are those of the
   * start of its block.
   *
   * @param lambda of this call and of those before in the block; their number is the order
   */
  double[] singlestep(double as, double ss, double at, double st, double lambdaT, double[] lambda) {
    int order = lambda.length;
    double start = lambda[order - 1];
    double h = lambdaT - start;
    double[] c = terms(as, ss, at, st, h);
    if (order == 1) {
      return new double[] {c[0], c[1], 0, 0, c[5]};
    }
    double r0 = (lambda[0] - start) / h;
    if (order == 2) {
      double w = (heun ? c[3] : c[2]) / r0;
      return new double[] {c[0], w, c[1] - w, 0, c[5]};
    }
    double r1 = (lambda[1] - start) / h;
    // D10 = (m1 − m2) / r1, D11 = (m0 − m2) / r0
    double d10 = 0;
    double d11 = c[3];
    if (heun) {
      d10 = (c[3] * r0 - 2 * c[4]) / (r0 - r1);
      d11 = (2 * c[4] - c[3] * r1) / (r0 - r1);
    }
    double w0 = d11 / r0;
    double w1 = d10 / r1;
    return new double[] {c[0], w0, w1, c[1] - w0 - w1, c[5]};
  }

  /** Weights of x, D0, D1 (midpoint), D1 (heun and third order), D2 and noise over a span h. */
  private double[] terms(double as, double ss, double at, double st, double h) {
    if (plusPlus) {
      double e = Math.expm1(sde ? -2 * h : -h);
      double c0 = -at * e;
      return new double[] {
        sde ? st / ss * Math.exp(-h) : st / ss,
        c0,
        c0 / 2,
        sde ? at * (-e / (-2 * h) + 1) : at * (e / h + 1),
        sde ? at * ((-e - 2 * h) / (4 * h * h) - 0.5) : -at * ((e + h) / (h * h) - 0.5),
        sde ? st * Math.sqrt(-e) : 0
      };
    }
    double e = Math.expm1(h);
    double twice = sde ? -2 * st : -st;
    return new double[] {
      at / as,
      twice * e,
      twice * e / 2,
      twice * (e / h - 1),
      twice * ((e - h) / (h * h) - 0.5),
      sde ? st * Math.sqrt(Math.expm1(2 * h)) : 0
    };
  }

  /** out = k · [x, m0, m1, m2, noise]; without noise if that is null. */
  static void combine(
      double[] k, float[] x, float[] m0, float[] m1, float[] m2, float[] noise, float[] out) {
    float kx = (float) k[0];
    float k0 = (float) k[1];
    float k1 = (float) k[2];
    float k2 = (float) k[3];
    float kz = (float) k[4];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          kx * x[i] + k0 * m0[i] + k1 * m1[i] + k2 * m2[i] + (noise == null ? 0 : kz * noise[i]);
    }
  }
}
