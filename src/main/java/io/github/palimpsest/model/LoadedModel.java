package io.github.palimpsest.model;

import java.util.function.Consumer;

/**
 * A model ready to run. Thread-safe; its networks are shared by everyone who opened the same folder
 * and stay in memory for the next run.
 */
public interface LoadedModel extends AutoCloseable {
  /** What was loaded. */
  Model model();

  /** Where the networks run, for example {@code CPU} or {@code CUDA}. */
  String device();

  /**
   * What had rewritten the networks before they were loaded: the rewriter's version, or {@code off}
   * where they run as they are in their files; null without networks. Records name it, because
   * pixels may differ in the last digits.
   */
  default String rewriter() {
    return null;
  }

  /**
   * The conditioning of a prompt.
   *
   * <p>{@code (word:1.3)} weights the words in it, all other brackets are text. A model without
   * text takes only the empty prompt.
   *
   * @param warn told the words that do not fit into the text encoder, in one sentence
   * @throws io.github.palimpsest.check.BadInput for a prompt on a model without text
   */
  Conditioning encode(String prompt, Consumer<String> warn);

  /**
   * The conditioning of a negative prompt: as {@link #encode}, except that an empty one is all zero
   * for models that ask for it ({@code force_zeros_for_empty_prompt} of SDXL).
   */
  Conditioning encodeNegative(String negative, Consumer<String> warn);

  /**
   * The denoiser for latents of {@code [channels, height, width]} under one conditioning; close it.
   *
   * @throws io.github.palimpsest.check.BadInput when the network cannot work at this size
   */
  Denoiser denoiser(int height, int width, Conditioning conditioning);

  /**
   * The same for calls beside which others of this model go on: each has its part of the cores.
   *
   * @param atOnce how many calls go on at the same time, 1 or more
   */
  default Denoiser denoiser(int height, int width, Conditioning conditioning, int atOnce) {
    return denoiser(height, width, conditioning);
  }

  /**
   * The denoiser of a part of a plane: its latents are those of the window, and within the tiles of
   * {@link Model#tiles} that lie wholly in it, it predicts what {@link #denoiser(int, int,
   * Conditioning, int)} of the whole plane would. Close it.
   *
   * @param atOnce how many calls go on at the same time, 1 or more
   */
  default Denoiser denoiser(PlanePart part, Conditioning conditioning, int atOnce) {
    throw new UnsupportedOperationException("This model does not work on parts.");
  }

  /**
   * The latent cells that the U-Net works on for one prediction: more than the plane has where
   * tiles overlap, fewer where some are left out.
   *
   * @param wanted {@code [height, width]}, what is repainted, above 0; see {@link
   *     Denoiser#restrict}
   */
  default long cells(int height, int width, float[] wanted) {
    return (long) height * width;
  }

  /** A codec for one run; close it. */
  LatentCodec codec();

  /** Gives the model back; idempotent. Its denoisers must be closed before. */
  @Override
  void close();
}
