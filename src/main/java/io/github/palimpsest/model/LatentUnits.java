package io.github.palimpsest.model;

/**
 * The affine map between a VAE's own units and the sampler's: latent = (vae - shift) * scaling.
 *
 * @param shift one number for all channels, or one for each
 * @param scaling as many
 */
public record LatentUnits(float[] shift, float[] scaling) {
  /** The same units. */
  public static final LatentUnits SAME = new LatentUnits(new float[] {0}, new float[] {1});

  /**
   * A VAE's values as latents.
   *
   * @param values {@code [channels, h, w]}, overwritten
   */
  public void toLatent(float[] values) {
    int plane = values.length / shift.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - shift[i / plane]) * scaling[i / plane];
    }
  }

  /**
   * Latents as a VAE's values.
   *
   * @param latent {@code [channels, h, w]}, overwritten
   */
  public void toVae(float[] latent) {
    int plane = latent.length / shift.length;
    for (int i = 0; i < latent.length; i++) {
      latent[i] = latent[i] / scaling[i / plane] + shift[i / plane];
    }
  }
}
