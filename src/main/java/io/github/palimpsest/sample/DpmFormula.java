package io.github.palimpsest.sample;

/**
 * The update of DPM-Solver as weights of x, the last three predictions and fresh noise.
 *
 * @param plusPlus predictions are clean estimates (++) rather than noise
 * @param sde stochastic
 * @param heun second-order variant "heun" rather than "midpoint"
 */
record DpmFormula(boolean plusPlus, boolean sde, boolean heun) {
  /**
   * Weights [x, m0, m1, m2, noise] from (as, ss) at the call to (at, st) after it.
   *
   * @param lambdaT log(alpha / sigma) after the call, possibly infinite
   * @param lambda of this call and the one or two before; their number is the order
   */
  double[] weights(double as, double ss, double at, double st, double lambdaT, double[] lambda) {
    double h = lambdaT - lambda[0];
    double kx;
    double c0;
    double c1;
    double c2 = 0;
    double kz = 0;
    if (plusPlus) {
      double e = Math.expm1(sde ? -2 * h : -h);
      kx = sde ? st / ss * Math.exp(-h) : st / ss;
      c0 = -at * e;
      if (heun || lambda.length == 3) {
        c1 = sde ? at * (-e / (-2 * h) + 1) : at * (e / h + 1);
      } else {
        c1 = 0.5 * c0;
      }
      if (lambda.length == 3) {
        c2 = sde ? at * ((-e - 2 * h) / (4 * h * h) - 0.5) : -at * ((e + h) / (h * h) - 0.5);
      }
      kz = sde ? st * Math.sqrt(-e) : 0;
    } else {
      double e = Math.expm1(h);
      kx = at / as;
      c0 = -(sde ? 2 : 1) * st * e;
      if (heun || lambda.length == 3) {
        c1 = -(sde ? 2 : 1) * st * (e / h - 1);
      } else {
        c1 = 0.5 * c0;
      }
      if (lambda.length == 3) {
        c2 = -(sde ? 2 : 1) * st * ((e - h) / (h * h) - 0.5);
      }
      kz = sde ? st * Math.sqrt(Math.expm1(2 * h)) : 0;
    }
    return combine(kx, c0, c1, c2, kz, h, lambda);
  }

  /** From weights of the divided differences D0, D1, D2 to weights of m0, m1, m2. */
  private static double[] combine(
      double kx, double c0, double c1, double c2, double kz, double h, double[] lambda) {
    if (lambda.length == 1) {
      return new double[] {kx, c0, 0, 0, kz};
    }
    double r0 = (lambda[0] - lambda[1]) / h;
    if (lambda.length == 2) {
      return new double[] {kx, c0 + c1 / r0, -c1 / r0, 0, kz};
    }
    double r1 = (lambda[1] - lambda[2]) / h;
    // D1 = p (m0 − m1) − q (m1 − m2), D2 = s (m0 − m1) / r0 − s (m1 − m2) / r1
    double p = (1 + r0 / (r0 + r1)) / r0;
    double q = r0 / (r0 + r1) / r1;
    double s = 1 / (r0 + r1);
    return new double[] {
      kx,
      c0 + c1 * p + c2 * s / r0,
      -c1 * (p + q) - c2 * s * (1 / r0 + 1 / r1),
      c1 * q + c2 * s / r1,
      kz
    };
  }
}
