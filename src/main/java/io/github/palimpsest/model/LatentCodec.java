package io.github.palimpsest.model;

/**
 * Image to latent and back: the VAE, or the identity for a model that works on pixels.
 *
 * <p>Images are {@code [imageChannels, h, w]} in -1 to 1, latents {@code [channels, h / scale, w /
 * scale]} in the units of the sampler. For one thread at a time, except {@link #cancel}. Large
 * images run in overlapping tiles.
 */
public interface LatentCodec extends AutoCloseable {
  /** Channels of the image side: 3 for a VAE. */
  int imageChannels();

  /** Channels of the latent side. */
  int channels();

  /** Pixels per latent cell along one axis; 1 in pixel space. */
  int scale();

  /**
   * The distribution of latents of an image; draw from it with {@link Posterior#draw}.
   *
   * @param image {@code [imageChannels, height, width]} in -1 to 1; in pixel space it becomes the
   *     mean itself
   * @param height rows, a multiple of {@link #scale}
   * @param width columns, a multiple of {@link #scale}
   */
  Posterior encode(float[] image, int height, int width);

  /**
   * The image of a latent.
   *
   * @param latent {@code [channels, height, width]} in the units of the sampler; not kept
   * @param height rows of the latent
   * @param width columns of the latent
   * @return {@code [imageChannels, height * scale, width * scale]}, about -1 to 1, not clamped
   */
  float[] decode(float[] latent, int height, int width);

  /** Loads what every run needs now, instead of in the first call. */
  default void load() {}

  /** Stops the call that is running, if any, and makes every later one throw. From any thread. */
  void cancel();

  /** Takes {@link #cancel} back, once the call that it stopped has ended. */
  void uncancel();

  /** Frees the native buffers; idempotent. */
  @Override
  void close();
}
