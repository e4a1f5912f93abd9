package io.github.palimpsest.sample.hook;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;

/**
 * Draws the edges of the estimate to those of a sketch and leaves its brightness alone: one
 * gradient step on E = ½ Σ m (∇d − ∇sketch)² over neighbours, the energy of gradient-domain editing
 * (Pérez et al. 2003, eq. 2). E falls with the weight up to 1.
 */
public final class FollowEdges implements StepHook {
  /** Reciprocal of the largest eigenvalue of the Laplacian: E falls steadily up to weight 1. */
  private static final float LONGEST = 1f / 8;

  private final float[] sketch;
  private final HookRegion region;
  private float[] change = new float[0];

  /**
   * @param sketch {@code [h, w]} or {@code [D, h, w]} in the model's units: edges are its intensity
   *     steps; kept, not copied
   * @param region where, when and how strongly
   */
  public FollowEdges(float[] sketch, HookRegion region) {
    this.sketch = sketch;
    this.region = region;
  }

  @Override
  public void afterGuidance(StepView view) {
    int w = view.width();
    int plane = view.height() * w;
    float[] d = view.denoised();
    if (sketch.length != plane && sketch.length != d.length) {
      throw BadInput.of(
          "sketch (%d values) must have the size of the latent (%d by %d).",
          sketch.length, w, view.height());
    }
    if (!region.acts(view)) {
      return;
    }
    change = change.length == plane ? change : new float[plane];
    for (int from = 0; from < d.length; from += plane) {
      int offset = sketch.length == plane ? 0 : from;
      java.util.Arrays.fill(change, 0);
      for (int i = 0; i < plane; i++) {
        if ((i + 1) % w != 0) {
          pair(d, from, offset, i, i + 1);
        }
        if (i + w < plane) {
          pair(d, from, offset, i, i + w);
        }
      }
      for (int i = 0; i < plane; i++) {
        d[from + i] += (float) region.weight() * change[i];
      }
    }
  }

  /** Moves two neighbours so that their difference nears that of the sketch. */
  private void pair(float[] d, int from, int offset, int i, int j) {
    float m = Math.min(region.share(i), region.share(j));
    float excess = d[from + j] - d[from + i] - (sketch[offset + j] - sketch[offset + i]);
    change[i] += LONGEST * m * excess;
    change[j] -= LONGEST * m * excess;
  }
}
