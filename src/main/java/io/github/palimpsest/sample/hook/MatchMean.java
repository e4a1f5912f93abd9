package io.github.palimpsest.sample.hook;

import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;

/**
 * Draws the mean intensity of a region to a target: a gradient step on ½ (mean − target)², scaled
 * so that the mean moves by weight · (target − mean). The mean is weighted by the region's mask.
 */
public final class MatchMean implements StepHook {
  private final double target;
  private final HookRegion region;

  /**
   * @param target mean in the model's units (−1…1)
   * @param region where, when and how strongly
   */
  public MatchMean(double target, HookRegion region) {
    this.target = target;
    this.region = region;
  }

  @Override
  public void afterGuidance(StepView view) {
    if (!region.acts(view)) {
      return;
    }
    float[] d = view.denoised();
    int plane = view.height() * view.width();
    double sum = 0;
    double share = 0;
    double squares = 0;
    for (int i = 0; i < d.length; i++) {
      double m = region.share(i % plane);
      sum += m * d[i];
      share += m;
      squares += m * m;
    }
    if (share == 0) {
      return;
    }
    double shift = region.weight() * (target - sum / share) * share / squares;
    for (int i = 0; i < d.length; i++) {
      d[i] += (float) (shift * region.share(i % plane));
    }
  }
}
