package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;

/**
 * Classifier-free guidance (Ho and Salimans 2022, eq. 6): uncond + scale · (cond − uncond).
 *
 * @param scale guidance scale; at most 1 = off, one model call
 * @param start fraction of the run at which it begins
 * @param end fraction of the run at which it ends
 * @param rescale share of the result whose deviation is reset to that of the conditional prediction
 *     (Lin et al. 2024, eq. 14–16); 0 = off; a constant result is left as it is
 */
public record Guidance(double scale, double start, double end, double rescale) {
  /** No guidance. */
  public static final Guidance OFF = new Guidance(1, 0, 1, 0);

  /** Checks the ranges. */
  public Guidance {
    if (!(start <= end)) {
      throw BadInput.of(
          "guidancestart (%s) must not exceed guidanceend (%s): swap them.", start, end);
    }
  }

  /** True if a call needs the unconditional prediction. */
  boolean acts(ModelCall call) {
    return scale > 1 && call.within(start, end);
  }

  /**
   * Guides {@code cond} in place.
   *
   * @param uncond the unconditional prediction, same shape; not changed
   */
  public void apply(float[] cond, float[] uncond) {
    float g = (float) scale;
    if (rescale == 0) {
      for (int i = 0; i < cond.length; i++) {
        cond[i] = uncond[i] + g * (cond[i] - uncond[i]);
      }
      return;
    }
    double before = deviation(cond);
    for (int i = 0; i < cond.length; i++) {
      cond[i] = uncond[i] + g * (cond[i] - uncond[i]);
    }
    double after = deviation(cond);
    if (after == 0) {
      return; // a constant has no deviation that could be reset
    }
    float factor = (float) (rescale * before / after + 1 - rescale);
    for (int i = 0; i < cond.length; i++) {
      cond[i] *= factor;
    }
  }

  /** Standard deviation (n - 1); exactly 0 for a constant. */
  private static double deviation(float[] a) {
    double sum = 0;
    double squares = 0;
    for (float v : a) {
      double d = (double) v - a[0];
      sum += d;
      squares += d * d;
    }
    double n = a.length;
    return n < 2 ? 0 : Math.sqrt(Math.max(0, (squares - sum * sum / n) / (n - 1)));
  }
}
