package io.github.palimpsest.sample.schedule;

import java.util.Arrays;

/**
 * Builds timesteps and sigmas of the solvers that count in log(alpha / sigma), as diffusers does.
 */
public final class LogSnrSchedule {
  private static final double NOT_QUITE_ONE = 1 - 1e-6;

  /** The class of diffusers whose rounding and last sigma to follow. */
  public enum Kind {
    /** DPMSolverMultistepScheduler. */
    MULTISTEP,
    /** DPMSolverSinglestepScheduler. */
    SINGLESTEP,
    /** DEISMultistepScheduler. */
    DEIS,
    /** UniPCMultistepScheduler. */
    UNIPC
  }

  private final SchedulerConfig c;
  private final int steps;
  private final Kind kind;
  private final float[] table;
  private double[] t;
  private double[] s;

  private LogSnrSchedule(SchedulerConfig c, int steps, Kind kind) {
    this.c = c;
    this.steps = steps;
    this.kind = kind;
    float[] bars = Betas.alphasCumprod(c, 0.0001, 0.02, "linear", false);
    table = TimestepSchedule.table(bars);
    t = spaced(bars.length - clipped(bars, c.number("lambda_min_clipped", -1e30)));
  }

  /**
   * The timesteps and sigmas of a configuration.
   *
   * @param steps inference steps
   */
  public static TimestepSchedule of(SchedulerConfig c, int steps, Kind kind) {
    c.only("use_dynamic_shifting", false);
    String variance = c.text("variance_type", "none");
    if (variance.startsWith("learned")) {
      throw SchedulerConfig.refuse("variance_type", variance, "a fixed variance");
    }
    return new LogSnrSchedule(c, steps, kind).build();
  }

  private TimestepSchedule build() {
    boolean flow = c.flag("use_flow_sigmas", false);
    boolean lu = c.flag("use_lu_lambdas", false) && !c.flag("use_karras_sigmas", false);
    double[] curved =
        lu
            ? TimestepSchedule.lu(table[0], table[table.length - 1], steps)
            : Sigmas.curved(c, table[0], table[table.length - 1], steps);
    if (curved != null) {
      s = curved;
      curve(flow && kind == Kind.UNIPC, lu || c.flag("use_karras_sigmas", false));
    } else if (flow) {
      s = kind == Kind.UNIPC ? uniPcFlow() : flow();
      times(s);
    } else {
      s = TimestepSchedule.at(t, table);
    }
    return TimestepSchedule.of(t, s, last(curved != null || flow));
  }

  private double last(boolean replaced) {
    boolean zero = c.text("final_sigmas_type", "zero", "zero", "sigma_min").equals("zero");
    if (kind != Kind.DEIS && zero) {
      return 0;
    }
    boolean repeat = replaced && (kind == Kind.DEIS || kind == Kind.UNIPC);
    return repeat ? s[s.length - 1] : table[0];
  }

  /** Timesteps of curved sigmas: rounded for Karras (and Lu), else cut, as diffusers does. */
  private void curve(boolean flow, boolean rounded) {
    if (flow && rounded) {
      for (int i = 0; i < s.length; i++) {
        s[i] = s[i] / (s[i] + 1);
      }
      times(s);
      return;
    }
    boolean cosine =
        kind == Kind.MULTISTEP && c.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
    t = TimestepSchedule.timestepsOf(s, table);
    for (int i = 0; i < t.length; i++) {
      t[i] = rounded && !cosine ? Math.rint(t[i]) : (long) t[i];
    }
  }

  private void times(double[] sigmas) {
    t = new double[sigmas.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = (long) (sigmas[i] * table.length);
    }
  }

  private double[] flow() {
    double shift = c.number("flow_shift", 1);
    double[] alphas = TimestepSchedule.linspace(1, 1.0 / table.length, steps + 1);
    double[] out = new double[steps];
    for (int i = 0; i < steps; i++) {
      out[i] = shifted(1 - alphas[steps - i], shift);
    }
    return out;
  }

  private double[] uniPcFlow() {
    double shift = c.number("flow_shift", 1);
    double[] out =
        Arrays.copyOf(TimestepSchedule.linspace(1, 1.0 / table.length, steps + 1), steps);
    for (int i = 0; i < steps; i++) {
      out[i] = shifted(out[i], shift);
    }
    stretch(c, out);
    out[0] = Math.min(out[0], NOT_QUITE_ONE);
    return out;
  }

  /** The shift of Esser et al. 2024, eq. 23: shift · u / (1 + (shift − 1) · u). */
  public static double shifted(double u, double shift) {
    return shift * u / (1 + (shift - 1) * u);
  }

  /** Moves flow sigmas so that the last is {@code shift_terminal}, where that is set. */
  public static void stretch(SchedulerConfig c, double[] s) {
    double terminal = c.number("shift_terminal", 0);
    if (terminal == 0) {
      return;
    }
    double factor = (1 - s[s.length - 1]) / (1 - terminal);
    for (int i = 0; i < s.length; i++) {
      s[i] = 1 - (1 - s[i]) / factor;
    }
  }

  private double[] spaced(int last) {
    String spacing = c.text("timestep_spacing", "linspace", "linspace", "leading", "trailing");
    if (spacing.equals("trailing")) {
      return TimestepSchedule.trailing(last, table.length, steps);
    }
    double[] up = TimestepSchedule.linspace(0, last - 1, steps + 1);
    double[] out = new double[steps];
    int ratio = last / (steps + 1);
    int offset = c.integer("steps_offset", 0);
    boolean leading = spacing.equals("leading");
    Arrays.setAll(
        out, i -> leading ? (double) (steps - i) * ratio + offset : Math.rint(up[steps - i]));
    return out;
  }

  /** The number of the noisiest timesteps below the smallest lambda allowed. */
  private static int clipped(float[] bars, double least) {
    int n = 0;
    while (n < bars.length) {
      double bar = bars[bars.length - 1 - n];
      if (Math.log(Math.sqrt(bar)) - Math.log(Math.sqrt(1 - bar)) >= least) {
        break;
      }
      n++;
    }
    return n;
  }
}
