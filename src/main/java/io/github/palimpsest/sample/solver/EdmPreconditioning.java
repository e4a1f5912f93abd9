package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.TimestepSchedule;

/**
 * Preconditioning of Karras et al. 2022, table 1, last column: the network sees c_in · x at time
 * c_noise = ln(sigma) / 4, and the clean estimate is c_skip · x + c_out · output.
 *
 * @param min least sigma
 * @param max greatest sigma
 * @param data deviation of the data, sigma_data
 * @param v whether c_out is negated (v prediction)
 */
record EdmPreconditioning(double min, double max, double data, boolean v) {
  static EdmPreconditioning of(SchedulerConfig c) {
    return new EdmPreconditioning(
        c.number("sigma_min", 0.002),
        c.number("sigma_max", 80),
        c.number("sigma_data", 0.5),
        Prediction.of(c, "epsilon", "v_prediction") == Prediction.V_PREDICTION);
  }

  /** Sigmas of {@code n} steps, and after the last. */
  TimestepSchedule timeline(SchedulerConfig c, int n) {
    boolean karras = c.text("sigma_schedule", "karras", "karras", "exponential").equals("karras");
    double rho = c.number("rho", 7);
    double[] s =
        karras
            ? TimestepSchedule.karras(min, max, n, rho)
            : TimestepSchedule.exponential(min, max, n);
    if (!karras && n == 1) {
      s[0] = min;
    }
    boolean zero = c.text("final_sigmas_type", "zero", "zero", "sigma_min").equals("zero");
    double[] t = new double[n];
    for (int i = 0; i < n; i++) {
      t[i] = (float) (0.25 * Math.log(s[i]));
    }
    return TimestepSchedule.of(t, s, zero ? 0 : s[n - 1]);
  }

  double skip(double s) {
    return data * data / (s * s + data * data);
  }

  double out(double s) {
    return (v ? -1 : 1) * s * data / Math.sqrt(s * s + data * data);
  }

  void scale(double s, float[] x, float[] input) {
    float in = (float) (1 / Math.sqrt(s * s + data * data));
    for (int i = 0; i < x.length; i++) {
      input[i] = x[i] * in;
    }
  }

  double initNoiseSigma() {
    return Math.sqrt(max * max + 1);
  }
}
