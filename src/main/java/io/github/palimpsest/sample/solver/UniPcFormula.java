package io.github.palimpsest.sample.solver;

/**
 * Weights of UniPC (Zhao et al. 2023, theorem 3.1 and eq. 3, 9).
 *
 * @param clean predictions are clean estimates rather than noise
 * @param bh1 B(h) = h rather than e^h − 1
 */
record UniPcFormula(boolean clean, boolean bh1) {
  /**
   * Weights [x, m0 … m(p−1), new prediction] of an update of order p.
   *
   * @param s alpha, sigma, lambda at the start
   * @param t alpha, sigma, lambda at the end
   * @param lambda of the start and the calls before; their number is the order
   * @param corrector whether the prediction at the end is known (UniC) or not (UniP)
   */
  double[] weights(double[] s, double[] t, double[] lambda, boolean corrector) {
    int p = lambda.length;
    double h = t[2] - s[2];
    double hh = clean ? -h : h;
    double phi = Math.expm1(hh);
    double b = bh1 ? hh : phi;
    double scale = clean ? t[0] : t[1];
    double[] r = new double[p];
    for (int i = 1; i < p; i++) {
      r[i - 1] = (lambda[i] - s[2]) / h;
    }
    r[p - 1] = 1;
    double[] rho = corrector ? corrector(r, hh, phi, b) : predictor(r, hh, phi, b);
    double[] k = new double[p + 2];
    k[0] = clean ? t[1] / s[1] : t[0] / s[0];
    k[1] = -scale * phi;
    for (int i = 0; i + 1 < p; i++) {
      double w = -scale * b * rho[i] / r[i];
      k[2 + i] += w;
      k[1] -= w;
    }
    if (corrector) {
      k[p + 1] = -scale * b * rho[p - 1];
      k[1] -= k[p + 1];
    }
    return k;
  }

  private static double[] predictor(double[] r, double hh, double phi, double b) {
    int p = r.length - 1;
    if (p == 0) {
      return new double[0];
    }
    return p == 1 ? new double[] {0.5} : solve(r, p, hh, phi, b);
  }

  private static double[] corrector(double[] r, double hh, double phi, double b) {
    return r.length == 1 ? new double[] {0.5} : solve(r, r.length, hh, phi, b);
  }

  /** sum over j of r(j)^i · rho(j) = phi(i + 2) · (i + 1)! / B for i = 0 … p − 1. */
  private static double[] solve(double[] r, int p, double hh, double phi, double b) {
    double[][] a = new double[p][p + 1];
    double next = phi / hh - 1;
    double factorial = 1;
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        a[i][j] = Math.pow(r[j], i);
      }
      a[i][p] = next * factorial / b;
      factorial *= i + 2;
      next = next / hh - 1 / factorial;
    }
    return eliminate(a);
  }

  /** Gauss–Jordan with row exchange on [A | b]. */
  private static double[] eliminate(double[][] a) {
    int n = a.length;
    for (int c = 0; c < n; c++) {
      int best = c;
      for (int i = c + 1; i < n; i++) {
        best = Math.abs(a[i][c]) > Math.abs(a[best][c]) ? i : best;
      }
      double[] row = a[best];
      a[best] = a[c];
      a[c] = row;
      for (int i = 0; i < n; i++) {
        double f = i == c ? 0 : a[i][c] / row[c];
        for (int j = c; f != 0 && j <= n; j++) {
          a[i][j] -= f * row[j];
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = a[i][n] / a[i][i];
    }
    return x;
  }
}
