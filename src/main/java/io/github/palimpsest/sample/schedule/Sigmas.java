package io.github.palimpsest.sample.schedule;

import io.github.palimpsest.check.BadInput;

/** The sigma curves a configuration may ask for instead of those of its timesteps. */
public final class Sigmas {
  private Sigmas() {}

  /**
   * Karras, exponential or beta sigmas; null when the configuration asks for none.
   *
   * @throws BadInput for more than one at once
   */
  public static double[] curved(SchedulerConfig c, double min, double max, int n) {
    double lo = c.number("sigma_min", min);
    double hi = c.number("sigma_max", max);
    boolean karras = c.flag("use_karras_sigmas", false);
    boolean exponential = c.flag("use_exponential_sigmas", false);
    boolean beta = c.flag("use_beta_sigmas", false);
    if (karras && exponential || karras && beta || exponential && beta) {
      throw new BadInput(
          "scheduler_config.json: only one of use_karras_sigmas, use_exponential_sigmas and"
              + " use_beta_sigmas may be true; set the others to false.");
    }
    if (karras) {
      return TimestepSchedule.karras(lo, hi, n);
    }
    if (beta) {
      return TimestepSchedule.beta(lo, hi, n);
    }
    return exponential ? TimestepSchedule.exponential(lo, hi, n) : null;
  }
}
