package io.github.palimpsest.sample.hook;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.util.Arrays;

/**
 * Draws the intensities of a region to a histogram: each value moves by weight · mask to the target
 * quantile of its rank, which is a gradient step on half the squared 2-Wasserstein distance of the
 * two distributions (Peyré and Cuturi 2019, remark 2.30). Keeps the order of the values.
 */
public final class MatchHistogram implements StepHook {
  private final float[] quantiles;
  private final HookRegion region;
  private float[] sorted = new float[0];

  /**
   * @param quantiles of the target at evenly spaced levels from 0 to 1, ascending, in the model's
   *     units; two give a uniform distribution, any sorted sample its own
   * @param region where (mask above 0 belongs to it), when and how strongly
   */
  public MatchHistogram(float[] quantiles, HookRegion region) {
    if (quantiles.length < 2) {
      throw BadInput.of("quantiles (%d given) must be at least 2.", quantiles.length);
    }
    for (int i = 1; i < quantiles.length; i++) {
      if (!(quantiles[i - 1] <= quantiles[i])) {
        throw BadInput.of("quantiles (entry %d) must ascend: sort them.", i);
      }
    }
    this.quantiles = quantiles.clone();
    this.region = region;
  }

  @Override
  public void afterGuidance(StepView view) {
    if (!region.acts(view)) {
      return;
    }
    float[] d = view.denoised();
    int plane = view.height() * view.width();
    for (int from = 0; from < d.length; from += plane) {
      match(d, from, plane);
    }
  }

  private void match(float[] d, int from, int plane) {
    if (sorted.length < plane) {
      sorted = new float[plane];
    }
    int n = 0;
    for (int i = 0; i < plane; i++) {
      if (region.share(i) > 0) {
        sorted[n++] = d[from + i];
      }
    }
    Arrays.sort(sorted, 0, n);
    for (int i = 0; i < plane; i++) {
      float w = region.at(i);
      if (w > 0) {
        int at = Arrays.binarySearch(sorted, 0, n, d[from + i]);
        d[from + i] += w * (target(n == 1 ? 0.5 : (double) at / (n - 1)) - d[from + i]);
      }
    }
  }

  private float target(double level) {
    double at = level * (quantiles.length - 1);
    int low = Math.min((int) at, quantiles.length - 2);
    return (float) (quantiles[low] + (at - low) * (quantiles[low + 1] - quantiles[low]));
  }
}
