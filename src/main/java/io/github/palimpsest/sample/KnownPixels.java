package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;

/**
 * The known part of the result, which the sampler or the network holds on to; itself the hook that
 * does so.
 *
 * @param x0 the clean source latent, {@code [D, h, w]}
 * @param mask {@code [h, w]}, 1 = repaint, 0 = keep; between: per-pixel strength, the pixel is held
 *     until its share of the run remains (Levin and Fried 2023, Differential Diffusion)
 * @param rule whether pixels with mask 0 are held too
 * @param resample how often each stretch is run (RePaint, Lugmayr et al. 2022); 1 = once
 * @param jump steps of a stretch (RePaint's jump length); 0 = a 25th of the run, as the paper's 10
 *     of 250, at least 1
 */
public record KnownPixels(float[] x0, float[] mask, Rule rule, int resample, int jump)
    implements StepHook {
  /** The side that keeps the pixels with mask 0. */
  public enum Rule {
    /** The network itself, through its own inputs (Concat). */
    NETWORK,
    /** The sampler: after each call they are the source, noised to the next level (Blend). */
    SAMPLER
  }

  /** Checks the ranges. */
  public KnownPixels {
    if (mask.length == 0 || x0.length % mask.length != 0) {
      throw BadInput.of(
          "mask (%d values) must divide the latent (%d values): give one mask plane.",
          mask.length, x0.length);
    }
    if (resample < 1) {
      throw BadInput.of("resample (%d) must be at least 1; 1 = once.", resample);
    }
    if (jump < 0) {
      throw BadInput.of("jump (%d) must not be negative; 0 = a 25th of the run.", jump);
    }
  }

  /** As the full form, with the paper's jump length. */
  public KnownPixels(float[] x0, float[] mask, Rule rule, int resample) {
    this(x0, mask, rule, resample, 0);
  }

  /** True if pixel {@code i} of the plane is held after call {@code index} of {@code count}. */
  public boolean holds(int i, int index, int count) {
    float m = mask[i];
    if (m <= 0) {
      return rule == Rule.SAMPLER;
    }
    return m <= 1 - (index + 1.0) / count;
  }

  /** Held pixels take the source, noised to the level of the next call; the source at the end. */
  @Override
  public void afterStep(StepView view) {
    ModelCall call = view.call();
    boolean end = call.last();
    float a = (float) view.nextAlpha();
    float s = (float) view.nextSigma();
    float[] x = view.x();
    float[] noise = view.initialNoise();
    int plane = mask.length;
    for (int p = 0; p < plane; p++) {
      if (holds(p, call.index(), call.count())) {
        for (int i = p; i < x.length; i += plane) {
          x[i] = end ? x0[i] : a * x0[i] + s * noise[i];
        }
      }
    }
    if (end) {
      System.arraycopy(x, 0, view.denoised(), 0, x.length);
    }
  }
}
