package io.github.palimpsest.sample;

/**
 * What is known of the result, and how the sampler holds on to it.
 *
 * @param x0 the clean source latent, {@code [D, h, w]}
 * @param mask {@code [h, w]}, 1 = repaint, 0 = keep; between: per-pixel strength, the pixel is held
 *     until its share of the run remains (Levin and Fried 2023, Differential Diffusion)
 * @param rule whether pixels with mask 0 are held too
 * @param resample how often each step is repeated (RePaint); 1 = once
 */
public record KnownPixels(float[] x0, float[] mask, Rule rule, int resample) {
  /** Who keeps the pixels with mask 0. */
  public enum Rule {
    /** The network itself, through its own inputs (Concat). */
    NETWORK,
    /** The sampler: after each call they are the source, noised to the next level (Blend). */
    SAMPLER
  }

  /** Whether pixel {@code i} of the plane is held after call {@code index} of {@code count}. */
  boolean holds(int i, int index, int count) {
    float m = mask[i];
    if (m <= 0) {
      return rule == Rule.SAMPLER;
    }
    return m <= 1 - (index + 1.0) / count;
  }
}
