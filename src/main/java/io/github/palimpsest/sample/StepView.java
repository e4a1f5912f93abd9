package io.github.palimpsest.sample;

import java.util.function.DoubleUnaryOperator;

/** What a {@link StepHook} sees: live arrays of the running call, valid during the hook only. */
public final class StepView {
  ModelCall call;
  double sigma;
  float[] x;
  float[] denoised;
  final int channels;
  final int height;
  final int width;

  StepView(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /** 1-based scheduler step that is running. */
  public int step() {
    return call.step() + 1;
  }

  /** The call that is running. */
  public ModelCall call() {
    return call;
  }

  /** Noise level of {@link #x} in the VE scale (noise over signal). */
  public double sigma() {
    return sigma;
  }

  /** The latent, {@code [channels, height, width]}. */
  public float[] x() {
    return x;
  }

  /** The clean estimate, same shape; in {@code beforeModel} that of the call before. */
  public float[] denoised() {
    return denoised;
  }

  /** Replaces each value of the estimate by {@code f} of it; for scripts. */
  public void map(DoubleUnaryOperator f) {
    for (int i = 0; i < denoised.length; i++) {
      denoised[i] = (float) f.applyAsDouble(denoised[i]);
    }
  }

  /** Latent channels. */
  public int channels() {
    return channels;
  }

  /** Latent rows. */
  public int height() {
    return height;
  }

  /** Latent columns. */
  public int width() {
    return width;
  }
}
