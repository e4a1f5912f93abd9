package io.github.palimpsest.model;

import io.github.palimpsest.check.Cancelled;

/** The codec of models that work on pixels: the latent is the image. */
public final class PixelCodec implements LatentCodec {
  private final int channels;
  private volatile boolean cancelled;

  /**
   * A codec.
   *
   * @param channels of the image and of the latent
   */
  public PixelCodec(int channels) {
    this.channels = channels;
  }

  @Override
  public int imageChannels() {
    return channels;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int scale() {
    return 1;
  }

  @Override
  public Posterior encode(float[] image, int height, int width) {
    check(image, height, width);
    return new Posterior(image, null, LatentUnits.SAME);
  }

  @Override
  public float[] decode(float[] latent, int height, int width) {
    check(latent, height, width);
    return latent.clone();
  }

  private void check(float[] values, int height, int width) {
    if (cancelled) {
      throw new Cancelled();
    }
    if (values.length != channels * height * width) {
      throw new IllegalArgumentException(
          "length (" + values.length + ") must be " + channels + " * " + height + " * " + width);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void uncancel() {
    cancelled = false;
  }

  @Override
  public void close() {
    // Holds nothing native.
  }
}
