package io.github.palimpsest.sample.schedule;

import java.util.Arrays;

/**
 * Timeline of a variance-exploding solver.
 *
 * @param timeline timesteps and sigmas
 * @param fromOne whether the first noise is sqrt(max² + 1) (leading spacing) or max
 * @param table sigma of each training timestep
 */
public record VeSchedule(TimestepSchedule timeline, boolean fromOne, float[] table) {
  /** The same on another timeline. */
  public VeSchedule with(TimestepSchedule other) {
    return new VeSchedule(other, fromOne, table);
  }

  /**
   * The schedule of a configuration, as diffusers' Euler, Euler a, Heun, LMS and DPM2 build it.
   *
   * @param betaStart default of {@code beta_start}
   * @param betaEnd default of {@code beta_end}
   */
  public static VeSchedule of(
      SchedulerConfig c, SchedulerOptions o, double betaStart, double betaEnd) {
    float[] bars = Betas.alphasCumprod(c, betaStart, betaEnd, "linear", false);
    float[] table = TimestepSchedule.table(bars);
    String spacing = c.text("timestep_spacing", "linspace", "linspace", "leading", "trailing");
    double[] t =
        TimestepSchedule.spaced(
            spacing, bars.length, o.steps(), c.integer("steps_offset", 0), true);
    boolean logarithmic =
        c.text("interpolation_type", "linear", "linear", "log_linear").equals("log_linear");
    // one more than steps, so that the last step ends at the smallest sigma
    double[] s =
        logarithmic
            ? TimestepSchedule.lu(table[0], table[table.length - 1], o.steps() + 1)
            : TimestepSchedule.at(t, table);
    double[] curved = Sigmas.curved(c, s[s.length - 1], s[0], o.steps());
    if (curved != null) {
      s = curved;
      t = TimestepSchedule.timestepsOf(s, table);
    }
    boolean zero = c.text("final_sigmas_type", "zero", "zero", "sigma_min").equals("zero");
    boolean continuous =
        c.text("timestep_type", "discrete", "discrete", "continuous").equals("continuous")
            && c.text("prediction_type", "epsilon").equals("v_prediction");
    for (int i = 0; i < t.length; i++) {
      t[i] = (float) (continuous ? 0.25 * Math.log(s[i]) : t[i]);
    }
    double last = zero ? 0 : table[0];
    if (logarithmic && curved == null && s.length > t.length) {
      last = s[t.length];
      s = Arrays.copyOf(s, t.length);
    }
    return new VeSchedule(TimestepSchedule.of(t, s, last), spacing.equals("leading"), table);
  }
}
