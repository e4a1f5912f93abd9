package io.github.palimpsest.sample;

import io.github.palimpsest.sample.schedule.SchedulerConfig;
import java.util.Arrays;

/**
 * Limits of the clean estimate.
 *
 * @param range largest magnitude, or infinite
 * @param ratio quantile of dynamic thresholding (Saharia et al. 2022, section 2.3), or NaN
 * @param most largest threshold of dynamic thresholding
 */
public record Clip(double range, double ratio, double most) {
  /** No limits. */
  public static final Clip NONE = new Clip(Double.POSITIVE_INFINITY, Double.NaN, 1);

  /**
   * The limits of a configuration.
   *
   * @param clipDefault {@code clip_sample} where the configuration does not say
   */
  public static Clip of(SchedulerConfig config, boolean clipDefault) {
    if (config.flag("thresholding", false)) {
      return new Clip(
          Double.POSITIVE_INFINITY,
          config.number("dynamic_thresholding_ratio", 0.995),
          config.number("sample_max_value", 1));
    }
    return config.flag("clip_sample", clipDefault)
        ? new Clip(config.number("clip_sample_range", 1), Double.NaN, 1)
        : NONE;
  }

  /** Dynamic thresholding if the configuration asks for it, never clipping. */
  public static Clip thresholding(SchedulerConfig config) {
    return config.flag("thresholding", false) ? of(config, false) : NONE;
  }

  /** Limits the values of a clean estimate in place. */
  public void apply(float[] a) {
    if (!Double.isNaN(ratio)) {
      float s = (float) Math.max(1, Math.min(most, quantile(a)));
      for (int i = 0; i < a.length; i++) {
        a[i] = Math.max(-s, Math.min(s, a[i])) / s;
      }
    } else if (range < Double.POSITIVE_INFINITY) {
      float r = (float) range;
      for (int i = 0; i < a.length; i++) {
        a[i] = Math.max(-r, Math.min(r, a[i]));
      }
    }
  }

  private double quantile(float[] a) {
    float[] sorted = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      sorted[i] = Math.abs(a[i]);
    }
    Arrays.sort(sorted);
    double at = ratio * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
