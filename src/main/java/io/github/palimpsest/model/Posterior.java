package io.github.palimpsest.model;

/**
 * The diagonal Gaussian a VAE encodes an image to (Kingma and Welling 2014, eq. 9), with the affine
 * map from the VAE's own units to the sampler's.
 *
 * @param mean means, {@code [channels, h, w]}
 * @param deviation standard deviations, or null where encoding is exact
 * @param units that map
 */
public record Posterior(float[] mean, float[] deviation, LatentUnits units) {
  /** Whether {@link #draw} uses its noise; if not, none needs to be drawn. */
  public boolean random() {
    return deviation != null;
  }

  /**
   * A latent in the units of the sampler, from mean + deviation * noise.
   *
   * @param noise standard normal values, as many as {@link #mean} has; ignored unless {@link
   *     #random}
   * @return not to be changed: the mean itself where neither noise nor units change it
   */
  public float[] draw(float[] noise) {
    if (deviation == null && units == LatentUnits.SAME) {
      return mean;
    }
    float[] latent = new float[mean.length];
    for (int i = 0; i < latent.length; i++) {
      latent[i] = deviation == null ? mean[i] : mean[i] + deviation[i] * noise[i];
    }
    units.toLatent(latent);
    return latent;
  }

  /** The most likely latent in the units of the sampler: the mean, without any noise. */
  public float[] mode() {
    return draw(deviation == null ? null : new float[mean.length]);
  }
}
