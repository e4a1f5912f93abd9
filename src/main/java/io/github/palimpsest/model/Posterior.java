package io.github.palimpsest.model;

/**
 * The diagonal Gaussian a VAE encodes an image to (Kingma and Welling 2014, eq. 9), with the affine
 * map from the VAE's own units to the sampler's.
 *
 * @param mean means, {@code [channels, h, w]}
 * @param deviation standard deviations, or null where encoding is exact
 * @param shift the VAE's shift factor
 * @param scaling the VAE's scaling factor
 */
public record Posterior(float[] mean, float[] deviation, float shift, float scaling) {
  /** Whether {@link #draw} uses its noise; if not, none needs to be drawn. */
  public boolean random() {
    return deviation != null;
  }

  /**
   * A latent in the units of the sampler: (mean + deviation * noise - shift) * scaling.
   *
   * @param noise standard normal values, as many as {@link #mean} has; ignored unless {@link
   *     #random}
   */
  public float[] draw(float[] noise) {
    float[] latent = new float[mean.length];
    for (int i = 0; i < latent.length; i++) {
      float value = deviation == null ? mean[i] : mean[i] + deviation[i] * noise[i];
      latent[i] = (value - shift) * scaling;
    }
    return latent;
  }
}
