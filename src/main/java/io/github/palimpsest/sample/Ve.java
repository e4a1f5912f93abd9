package io.github.palimpsest.sample;

import java.util.Arrays;

/**
 * Timeline of a variance-exploding solver.
 *
 * @param timeline timesteps and sigmas
 * @param fromOne whether the first noise is sqrt(max² + 1) (leading spacing) or max
 * @param table sigma of each training timestep
 */
record Ve(Timeline timeline, boolean fromOne, float[] table) {
  /** The same on another timeline. */
  Ve with(Timeline other) {
    return new Ve(other, fromOne, table);
  }

  /** As diffusers' Euler, Euler a, Heun, LMS and DPM2 build it. */
  static Ve of(SchedulerConfig c, Options o, double betaStart, double betaEnd) {
    float[] bars = Betas.alphasCumprod(c, betaStart, betaEnd, "linear", false);
    float[] table = Timeline.table(bars);
    String spacing = c.text("timestep_spacing", "linspace", "linspace", "leading", "trailing");
    double[] t =
        Timeline.spaced(spacing, bars.length, o.steps(), c.integer("steps_offset", 0), true);
    boolean logarithmic =
        c.text("interpolation_type", "linear", "linear", "log_linear").equals("log_linear");
    // one more than steps, so that the last step ends at the smallest sigma
    double[] s =
        logarithmic
            ? Timeline.lu(table[0], table[table.length - 1], o.steps() + 1)
            : Timeline.at(t, table);
    double[] curved = Sigmas.curved(c, s[s.length - 1], s[0], o.steps());
    if (curved != null) {
      s = curved;
      t = Timeline.timestepsOf(s, table);
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
    return new Ve(Timeline.of(t, s, last), spacing.equals("leading"), table);
  }
}
