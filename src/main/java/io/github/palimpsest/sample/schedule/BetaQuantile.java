package io.github.palimpsest.sample.schedule;

/**
 * Quantiles of the symmetric beta distribution with both shapes 0.6, as the beta sigmas use them
 * (Lee et al. 2024, "Beta Sampling is All You Need").
 */
final class BetaQuantile {
  private static final double SHAPE = 0.6;
  private static final double TINY = 1e-300;

  /** 1 / B(0.6, 0.6). */
  private static final double SCALE = 1 / 2.4153442080024723;

  private BetaQuantile() {}

  /** x with I(x; 0.6, 0.6) = q, to double precision, by bisection. */
  static double of(double q) {
    if (q <= 0 || q >= 1) {
      return q <= 0 ? 0 : 1;
    }
    if (q > 0.5) {
      return 1 - of(1 - q);
    }
    double low = 0;
    double high = 0.5;
    while (true) {
      double x = (low + high) / 2;
      if (x <= low || x >= high) {
        return x;
      }
      if (cumulative(x) < q) {
        low = x;
      } else {
        high = x;
      }
    }
  }

  /** The regularised incomplete beta function for x ≤ 1/2: DLMF 8.17.22, continued fraction. */
  static double cumulative(double x) {
    double front = SCALE * Math.pow(x * (1 - x), SHAPE) / SHAPE;
    double c = 1;
    double d = 1 / nonzero(1 - 2 * SHAPE * x / (SHAPE + 1));
    double h = d;
    for (int m = 1; m < 300; m++) {
      double even = m * (SHAPE - m) * x / ((SHAPE + 2 * m - 1) * (SHAPE + 2 * m));
      d = 1 / nonzero(1 + even * d);
      c = nonzero(1 + even / c);
      h *= d * c;
      double odd = -(SHAPE + m) * (2 * SHAPE + m) * x / ((SHAPE + 2 * m) * (SHAPE + 2 * m + 1));
      d = 1 / nonzero(1 + odd * d);
      c = nonzero(1 + odd / c);
      h *= d * c;
      if (Math.abs(d * c - 1) < 1e-16) {
        break;
      }
    }
    return front * h;
  }

  private static double nonzero(double v) {
    return Math.abs(v) < TINY ? TINY : v;
  }
}
