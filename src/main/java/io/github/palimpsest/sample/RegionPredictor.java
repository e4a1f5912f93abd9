package io.github.palimpsest.sample;

import io.github.palimpsest.concurrent.SideBySide;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Different words in different places: out ← out + w · (region − out), region by region in their
 * order (Bar-Tal et al. 2023, MultiDiffusion, eq. 5, for regions that lie on each other). Regions
 * that do not touch commute. The networks run side by side; what they say is put together in order.
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
  private final SideBySide share;

  /** Networks that are asked at once. */
  private final int most;

  /** What regions say that are asked at once. */
  private final float[][] own;

  private final IntConsumer ask = this::ask;
  private ModelCall call;
  private float[] input;
  private float[] output;

  /** The first network of those that are asked now; 0 is the base, k the k-th region. */
  private int first;

  /** Asks one network after the other. */
  public RegionPredictor(Predictor base, List<Part> parts) {
    this(base, parts, SideBySide.ALONE);
  }

  /**
   * Asks the networks at the same time.
   *
   * @param share the cores that they may use
   */
  public RegionPredictor(Predictor base, List<Part> parts, SideBySide share) {
    this.base = base;
    this.parts = List.copyOf(parts);
    this.share = share;
    most = Math.min(share.atOnce(), 1 + parts.size());
    own = new float[Math.min(most, parts.size())][0];
  }

  @Override
  public void predict(ModelCall at, float[] x, float[] out) {
    for (int i = 0; i < own.length; i++) {
      if (own[i].length != out.length) {
        own[i] = new float[out.length];
      }
    }
    call = at;
    input = x;
    output = out;
    int networks = 1 + parts.size();
    for (first = 0; first < networks; first += most) {
      int end = Math.min(networks, first + most);
      share.run(end - first, ask);
      for (int k = Math.max(1, first); k < end; k++) {
        lay(parts.get(k - 1).weights, own[k % own.length]);
      }
    }
    input = null;
    output = null;
  }

  private void ask(int i) {
    int k = first + i;
    if (k == 0) {
      base.predict(call, input, output);
    } else {
      parts.get(k - 1).predictor.predict(call, input, own[k % own.length]);
    }
  }

  private void lay(float[] weights, float[] region) {
    int plane = weights.length;
    for (int i = 0; i < output.length; i++) {
      output[i] += weights[i % plane] * (region[i] - output[i]);
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
