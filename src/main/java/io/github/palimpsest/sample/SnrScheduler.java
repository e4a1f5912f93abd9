package io.github.palimpsest.sample;

/**
 * A solver that counts in lambda = log(alpha / sigma), with alpha = 1 / sqrt(1 + s²) and sigma = s
 * · alpha for noise over signal s, or alpha = 1 − s, sigma = s for flow models.
 */
abstract class SnrScheduler extends Scheduler {
  private final boolean flow;

  SnrScheduler(Timeline timeline, Prediction prediction, Clip clip, int begin, boolean flow) {
    super(timeline, prediction, clip, begin);
    this.flow = flow;
  }

  /** As diffusers' DPMSolverMultistepScheduler builds it. */
  static Timeline multistepTimeline(SchedulerConfig c, int steps) {
    c.only("use_lu_lambdas", false);
    c.only("use_dynamic_shifting", false);
    c.only("variance_type", null);
    float[] bars = Betas.alphasCumprod(c, 0.0001, 0.02, "linear", false);
    float[] table = Timeline.table(bars);
    int last = bars.length - clipped(bars, c.number("lambda_min_clipped", -1e30));
    String spacing = c.text("timestep_spacing", "linspace", "linspace", "leading", "trailing");
    double[] t = new double[steps];
    switch (spacing) {
      case "linspace" -> {
        for (int i = 0; i < steps; i++) {
          t[i] = Math.rint((double) (last - 1) * (steps - i) / steps);
        }
      }
      case "leading" -> {
        int ratio = last / (steps + 1);
        for (int i = 0; i < steps; i++) {
          t[i] = (double) (steps - i) * ratio + c.integer("steps_offset", 0);
        }
      }
      default -> t = Timeline.trailing(last, bars.length, steps);
    }
    double[] s = Sigmas.curved(c, table[0], table[table.length - 1], steps);
    if (s != null) {
      t = Timeline.timestepsOf(s, table);
      boolean cosine = c.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
      boolean round = c.flag("use_karras_sigmas", false) && !cosine;
      for (int i = 0; i < t.length; i++) {
        t[i] = round ? Math.rint(t[i]) : (long) t[i];
      }
    } else if (c.flag("use_flow_sigmas", false)) {
      s = flowSigmas(c.number("flow_shift", 1), bars.length, steps);
      t = new double[steps];
      for (int i = 0; i < steps; i++) {
        t[i] = (long) (s[i] * bars.length);
      }
    } else {
      s = Timeline.at(t, table);
    }
    boolean zero = c.text("final_sigmas_type", "zero", "zero", "sigma_min").equals("zero");
    return Timeline.of(t, s, zero ? 0 : table[0]);
  }

  private static double[] flowSigmas(double shift, int train, int steps) {
    double[] s = new double[steps];
    for (int i = 0; i < steps; i++) {
      double u = 1 - (1 + (1.0 / train - 1) * (steps - i) / steps);
      s[i] = shift * u / (1 + (shift - 1) * u);
    }
    return s;
  }

  /** How many of the noisiest timesteps lie below the smallest lambda allowed. */
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

  @Override
  double alphaOf(int call) {
    double s = sigma(call);
    return flow ? 1 - s : 1 / Math.sqrt(1 + s * s);
  }

  @Override
  double sigmaOf(int call) {
    return flow ? sigma(call) : sigma(call) * alphaOf(call);
  }

  final double lambda(int call) {
    return Math.log(alphaOf(call)) - Math.log(sigmaOf(call));
  }

  /** The noise that goes with a clean estimate. */
  final void noiseOf(int call, float[] x, float[] denoised, float[] out) {
    float a = (float) alphaOf(call);
    float s = (float) sigmaOf(call);
    for (int i = 0; i < x.length; i++) {
      out[i] = (x[i] - a * denoised[i]) / s;
    }
  }

  @Override
  public double initNoiseSigma() {
    return 1;
  }
}
