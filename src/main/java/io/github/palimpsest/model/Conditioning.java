package io.github.palimpsest.model;

import java.util.Arrays;

/**
 * A prompt as the network reads it, for one sample.
 *
 * <p>Immutable by agreement: the arrays are not copied, so do not write into them.
 *
 * @param embeddings one vector a token, {@code [tokens, width]}; empty for a network without text
 * @param tokens number of token vectors
 * @param width length of each
 * @param pooled the whole prompt as one vector (SDXL's {@code text_embeds}), or empty
 */
public record Conditioning(float[] embeddings, int tokens, int width, float[] pooled) {
  /** For networks without text. */
  public static final Conditioning NONE = new Conditioning(new float[0], 0, 0, new float[0]);

  /** Checks that {@code embeddings} has {@code tokens * width} values. */
  public Conditioning {
    if (embeddings.length != tokens * width) {
      throw new IllegalArgumentException(
          "embeddings.length (" + embeddings.length + ") must be tokens * width");
    }
  }

  /** The same shape, all zero: what SDXL takes for an empty negative prompt. */
  public Conditioning zeros() {
    return new Conditioning(new float[embeddings.length], tokens, width, new float[pooled.length]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Conditioning c
        && tokens == c.tokens
        && width == c.width
        && Arrays.equals(embeddings, c.embeddings)
        && Arrays.equals(pooled, c.pooled);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(embeddings) * 31 + Arrays.hashCode(pooled);
  }

  @Override
  public String toString() {
    return "Conditioning[" + tokens + " x " + width + ", pooled " + pooled.length + "]";
  }
}
