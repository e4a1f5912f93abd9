package io.github.palimpsest.sample;

import io.github.palimpsest.sample.schedule.SchedulerConfig;

/**
 * The kind of value that a network predicts. It stands for a clean estimate: denoised = a · x + b ·
 * output.
 *
 * <p>For x = alpha · x0 + sigma · noise. Formulas: epsilon, Ho et al. 2020, eq. 15; v, Salimans and
 * Ho 2022, appendix D; flow, Lipman et al. 2023.
 */
public enum Prediction {
  /** The noise. */
  EPSILON,
  /** alpha · noise − sigma · x0. */
  V_PREDICTION,
  /** x0. */
  SAMPLE,
  /** noise − x0. */
  FLOW_PREDICTION;

  /**
   * {@code prediction_type} of a configuration.
   *
   * @param allowed the names that the solver knows
   */
  public static Prediction of(SchedulerConfig config, String... allowed) {
    String name = config.text("prediction_type", "epsilon", allowed);
    return valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }

  /** Share of x. */
  public double ofX(double alpha, double sigma) {
    return switch (this) {
      case EPSILON -> 1 / alpha;
      case V_PREDICTION -> alpha / (alpha * alpha + sigma * sigma);
      case SAMPLE -> 0;
      case FLOW_PREDICTION -> 1;
    };
  }

  /** Share of the output. */
  public double ofOutput(double alpha, double sigma) {
    return switch (this) {
      case EPSILON -> -sigma / alpha;
      case V_PREDICTION -> -sigma / Math.sqrt(alpha * alpha + sigma * sigma);
      case SAMPLE -> 1;
      case FLOW_PREDICTION -> -sigma;
    };
  }
}
