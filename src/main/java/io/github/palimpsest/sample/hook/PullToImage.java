package io.github.palimpsest.sample.hook;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;

/**
 * Pulls the estimate to a reference picture: d ← d + w · m · (reference − d), a gradient step on ½
 * m (d − reference)². Also the way of ILVR and SDEdit-like colour hints (Choi et al. 2021), per
 * pixel.
 */
public final class PullToImage implements StepHook {
  private final float[] reference;
  private final HookRegion region;

  /**
   * @param reference {@code [D, h, w]} in the model's units (for a latent model: encoded); kept,
   *     not copied
   * @param region where, when and how strongly
   */
  public PullToImage(float[] reference, HookRegion region) {
    this.reference = reference;
    this.region = region;
  }

  @Override
  public void afterGuidance(StepView view) {
    float[] d = view.denoised();
    if (reference.length != d.length) {
      throw BadInput.of(
          "reference image (%d values) must have the size of the latent (%d values).",
          reference.length, d.length);
    }
    if (!region.acts(view)) {
      return;
    }
    int plane = view.height() * view.width();
    for (int i = 0; i < d.length; i++) {
      d[i] += region.at(i % plane) * (reference[i] - d[i]);
    }
  }
}
