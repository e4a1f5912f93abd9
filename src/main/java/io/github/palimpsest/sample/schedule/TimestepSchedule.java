package io.github.palimpsest.sample.schedule;

import java.util.Arrays;

/**
 * The timesteps of a run and the noise levels between them.
 *
 * @param timesteps model time of each step, descending
 * @param sigmas noise over signal at each step, and after the last: one more
 */
public record TimestepSchedule(double[] timesteps, double[] sigmas) {
  private static final double RHO = 7;

  /** numpy's linspace with both ends: multiples of a rounded step, the last exact. */
  public static double[] linspace(double start, double stop, int n) {
    double[] out = new double[n];
    double step = (stop - start) / (n - 1);
    for (int i = 0; i < n; i++) {
      out[i] = i == n - 1 && n > 1 ? stop : start + (i == 0 ? 0 : i * step);
    }
    return out;
  }

  /** Evenly spaced timesteps; the table 2 of Lin et al. 2024. Rounded unless {@code fractional}. */
  public static double[] spaced(String spacing, int train, int n, int offset, boolean fractional) {
    double[] t = new double[n];
    switch (spacing) {
      case "linspace" -> {
        double[] up = linspace(0, train - 1, n);
        for (int i = 0; i < n; i++) {
          double v = up[n - 1 - i];
          t[i] = fractional ? (float) v : Math.rint(v);
        }
      }
      case "leading" -> {
        int ratio = train / n;
        for (int i = 0; i < n; i++) {
          t[i] = (double) (n - 1 - i) * ratio + offset;
        }
      }
      default -> t = trailing(train, train, n);
    }
    return t;
  }

  /** numpy's {@code round(arange(last, 0, -train / n)) - 1}, of which there may be n ± 1. */
  public static double[] trailing(int last, int train, int n) {
    double ratio = (double) train / n;
    int count = (int) Math.ceil(last / ratio);
    double delta = last - ratio - last;
    double[] t = new double[count];
    for (int i = 0; i < count; i++) {
      t[i] = Math.rint(last + i * delta) - 1;
    }
    return t;
  }

  /** sqrt((1 − ᾱ) / ᾱ) for each training timestep, float32. */
  public static float[] table(float[] alphasCumprod) {
    float[] s = new float[alphasCumprod.length];
    for (int i = 0; i < s.length; i++) {
      s[i] = (float) Math.sqrt((1 - alphasCumprod[i]) / alphasCumprod[i]);
    }
    return s;
  }

  /** Linear interpolation of the table at each timestep. */
  public static double[] at(double[] timesteps, float[] table) {
    double[] out = new double[timesteps.length];
    for (int i = 0; i < out.length; i++) {
      double t = Math.max(0, Math.min(table.length - 1, timesteps[i]));
      int low = (int) t;
      double next = table[Math.min(low + 1, table.length - 1)];
      out[i] = table[low] + (next - table[low]) * (t - low);
    }
    return out;
  }

  /** Karras et al. 2022, eq. 5. */
  public static double[] karras(double min, double max, int n) {
    return karras(min, max, n, RHO);
  }

  /** As the shorter form, with the exponent {@code rho} for 7. */
  public static double[] karras(double min, double max, int n, double rho) {
    double[] s = new double[n];
    double a = Math.pow(max, 1 / rho);
    double b = Math.pow(min, 1 / rho);
    for (int i = 0; i < n; i++) {
      s[i] = Math.pow(a + ramp(i, n) * (b - a), rho);
    }
    return s;
  }

  /** Evenly spaced in the logarithm. */
  public static double[] exponential(double min, double max, int n) {
    return exp(linspace(Math.log(max), Math.log(min), n));
  }

  /** Lu et al. 2022b, appendix: evenly spaced in lambda, here between float32 logarithms. */
  public static double[] lu(double min, double max, int n) {
    return exp(linspace((float) Math.log(max), (float) Math.log(min), n));
  }

  private static double[] exp(double[] logs) {
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.exp(logs[i]);
    }
    return logs;
  }

  /** Quantiles of the beta distribution with shapes 0.6, from the greatest down. */
  public static double[] beta(double min, double max, int n) {
    double[] s = new double[n];
    for (int i = 0; i < n; i++) {
      s[i] = min + BetaQuantile.of(1 - ramp(i, n)) * (max - min);
    }
    return s;
  }

  private static double ramp(int i, int n) {
    return n == 1 ? 0 : (double) i / (n - 1);
  }

  /** The (fractional) timesteps at which the table has these sigmas. */
  public static double[] timestepsOf(double[] sigmas, float[] table) {
    double[] logs = new double[table.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(table[i]);
    }
    double[] t = new double[sigmas.length];
    for (int i = 0; i < t.length; i++) {
      double s = Math.log(Math.max(sigmas[i], 1e-10));
      int found = Arrays.binarySearch(logs, s);
      int low = found >= 0 ? found : Math.max(0, -found - 2);
      low = Math.min(low, logs.length - 2);
      double w = (logs[low] - s) / (logs[low] - logs[low + 1]);
      w = Math.max(0, Math.min(1, w));
      t[i] = (1 - w) * low + w * (low + 1);
    }
    return t;
  }

  /** Rounded to float32, with a last sigma appended. */
  public static TimestepSchedule of(double[] timesteps, double[] sigmas, double last) {
    double[] s = Arrays.copyOf(sigmas, sigmas.length + 1);
    s[sigmas.length] = last;
    for (int i = 0; i < s.length; i++) {
      s[i] = (float) s[i];
    }
    return new TimestepSchedule(timesteps, s);
  }
}
