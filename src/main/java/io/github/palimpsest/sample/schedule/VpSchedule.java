package io.github.palimpsest.sample.schedule;

import io.github.palimpsest.check.BadInput;

/**
 * Timesteps and alpha products of a variance-preserving solver.
 *
 * @param timesteps descending
 * @param alphasCumprod for each training timestep
 * @param finalAlpha the product after the last step
 * @param train number of training timesteps
 * @param steps number of inference steps asked for
 */
public record VpSchedule(
    double[] timesteps, float[] alphasCumprod, double finalAlpha, int train, int steps) {
  /**
   * The schedule of a configuration; the other values are its defaults.
   *
   * @param spacing default of {@code timestep_spacing}
   * @param alphaToOne default of {@code set_alpha_to_one}
   */
  public static VpSchedule of(
      SchedulerConfig c,
      int steps,
      double betaStart,
      double betaEnd,
      String schedule,
      String spacing,
      boolean alphaToOne) {
    float[] bars = Betas.alphasCumprod(c, betaStart, betaEnd, schedule, true);
    if (steps > bars.length) {
      throw BadInput.of(
          "steps (%d) must not exceed %d, the timesteps this model was trained with.",
          steps, bars.length);
    }
    double[] t =
        TimestepSchedule.spaced(
            c.text("timestep_spacing", spacing, "leading", "trailing", "linspace"),
            bars.length,
            steps,
            c.integer("steps_offset", 0),
            false);
    for (double v : t) {
      if (v < 0 || v >= bars.length) {
        throw BadInput.of(
            "scheduler_config.json: with %d steps the timestep %s leaves 0 to %d; change steps_offset"
                + " or timestep_spacing.",
            steps, v, bars.length - 1);
      }
    }
    double last = c.flag("set_alpha_to_one", alphaToOne) ? 1 : bars[0];
    return new VpSchedule(t, bars, last, bars.length, steps);
  }
}
