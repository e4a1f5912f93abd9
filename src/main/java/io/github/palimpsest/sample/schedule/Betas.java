package io.github.palimpsest.sample.schedule;

import io.github.palimpsest.check.BadInput;

/** Products of alpha over the training timesteps, in float32 as torch computes them. */
public final class Betas {
  private static final double MAX_BETA = 0.999;
  private static final float ALMOST_ZERO = (float) Math.pow(2, -24);

  private Betas() {}

  /**
   * {@code alphas_cumprod} of a configuration.
   *
   * @param betaStart default of {@code beta_start}, which differs between schedulers
   * @param betaEnd default of {@code beta_end}
   * @param schedule default of {@code beta_schedule}
   */
  public static float[] alphasCumprod(
      SchedulerConfig config, double betaStart, double betaEnd, String schedule, boolean keepLast) {
    int n = config.integer("num_train_timesteps", 1000, 1, SchedulerConfig.MOST_TIMESTEPS);
    double start = config.number("beta_start", betaStart);
    double end = config.number("beta_end", betaEnd);
    double[] trained = config.numbers("trained_betas");
    float[] betas;
    if (trained != null) {
      if (trained.length != n) {
        throw BadInput.of(
            "scheduler_config.json: trained_betas has %d values but num_train_timesteps is %d.",
            trained.length, n);
      }
      betas = new float[n];
      for (int i = 0; i < n; i++) {
        betas[i] = (float) trained[i];
      }
    } else {
      betas =
          switch (config.text(
              "beta_schedule", schedule, "linear", "scaled_linear", "squaredcos_cap_v2")) {
            case "linear" -> linspace(start, end, n);
            case "scaled_linear" -> squared(linspace(Math.sqrt(start), Math.sqrt(end), n));
            default -> cosine(n);
          };
    }
    boolean zeroSnr = config.flag("rescale_betas_zero_snr", false);
    if (zeroSnr) {
      betas = rescale(betas);
    }
    float[] product = cumprod(betas);
    if (zeroSnr && !keepLast) {
      product[n - 1] = ALMOST_ZERO;
    }
    return product;
  }

  /** torch.linspace in float32: counted from the nearer end. */
  public static float[] linspace(double start, double end, int n) {
    float[] out = new float[n];
    float a = (float) start;
    float b = (float) end;
    float step = (b - a) / (n - 1);
    for (int i = 0; i < n; i++) {
      out[i] = i < n / 2 ? a + step * i : b - step * (n - 1 - i);
    }
    return out;
  }

  private static float[] squared(float[] a) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= a[i];
    }
    return a;
  }

  /** Nichol and Dhariwal 2021, eq. 17. */
  private static float[] cosine(int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      double ratio = alphaBar((i + 1.0) / n) / alphaBar((double) i / n);
      out[i] = (float) Math.min(1 - ratio, MAX_BETA);
    }
    return out;
  }

  private static double alphaBar(double t) {
    double c = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
    return c * c;
  }

  private static float[] cumprod(float[] betas) {
    float[] out = new float[betas.length];
    double product = 1;
    for (int i = 0; i < betas.length; i++) {
      product *= 1f - betas[i];
      out[i] = (float) product;
    }
    return out;
  }

  /** Zero terminal signal-to-noise ratio, Lin et al. 2024, algorithm 1. */
  private static float[] rescale(float[] betas) {
    float[] root = cumprod(betas);
    int n = root.length;
    for (int i = 0; i < n; i++) {
      root[i] = (float) Math.sqrt(root[i]);
    }
    float first = root[0];
    float last = root[n - 1];
    float factor = first / (first - last);
    float[] out = new float[n];
    float before = 1;
    for (int i = 0; i < n; i++) {
      float r = (root[i] - last) * factor;
      float bar = r * r;
      out[i] = i == 0 ? 1 - bar : 1 - bar / before;
      before = bar;
    }
    return out;
  }
}
