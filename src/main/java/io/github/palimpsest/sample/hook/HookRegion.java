package io.github.palimpsest.sample.hook;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.StepView;

/**
 * The part of plane and run in which a hook acts, and its weight.
 *
 * @param mask {@code [h, w]} in 0…1, 1 = full effect; null = everywhere
 * @param weight 0 (off) … 1 (fully)
 * @param start fraction of the run at which it begins
 * @param end fraction of the run at which it ends
 */
public record HookRegion(float[] mask, double weight, double start, double end) {
  /** Checks the ranges. */
  public HookRegion {
    if (!(weight >= 0 && weight <= 1)) {
      throw BadInput.of("weight (%s) must lie between 0 and 1.", weight);
    }
    if (!(start <= end)) {
      throw BadInput.of("start (%s) must not exceed end (%s): swap them.", start, end);
    }
  }

  /** In the whole run. */
  public HookRegion(float[] mask, double weight) {
    this(mask, weight, 0, 1);
  }

  /** True if there is anything to do at this call. */
  boolean acts(StepView view) {
    int plane = view.height() * view.width();
    if (mask != null && mask.length != plane) {
      throw BadInput.of(
          "region mask (%d values) must have the size of the latent (%d by %d).",
          mask.length, view.width(), view.height());
    }
    return weight > 0 && view.call().within(start, end);
  }

  /** Weight of a pixel of the plane. */
  float at(int pixel) {
    return (float) weight * share(pixel);
  }

  /** Mask value of a pixel of the plane. */
  float share(int pixel) {
    return mask == null ? 1 : mask[pixel];
  }
}
