package io.github.palimpsest.sample;

import java.util.List;

/**
 * Different words in different places: out ← out + w · (region − out), region by region in their
 * order (Bar-Tal et al. 2023, MultiDiffusion, eq. 5, for regions that lie on each other). Regions
 * that do not touch commute.
 */
public final class RegionPredictor implements Predictor {
  /**
   * One region's network.
   *
   * @param predictor under the region's words
   * @param weights [h · w] at latent resolution
   */
  public record Part(Predictor predictor, float[] weights) {}

  private final Predictor base;
  private final List<Part> parts;
  private float[] own = {};

  public RegionPredictor(Predictor base, List<Part> parts) {
    this.base = base;
    this.parts = List.copyOf(parts);
  }

  @Override
  public void predict(ModelCall call, float[] input, float[] output) {
    base.predict(call, input, output);
    if (own.length != output.length) {
      own = new float[output.length];
    }
    for (Part part : parts) {
      part.predictor.predict(call, input, own);
      int plane = part.weights.length;
      for (int i = 0; i < output.length; i++) {
        output[i] += part.weights[i % plane] * (own[i] - output[i]);
      }
    }
  }

  @Override
  public void cancel() {
    base.cancel();
    parts.forEach(part -> part.predictor.cancel());
  }

  @Override
  public void uncancel() {
    base.uncancel();
    parts.forEach(part -> part.predictor.uncancel());
  }
}
