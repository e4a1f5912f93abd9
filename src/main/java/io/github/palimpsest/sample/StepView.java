package io.github.palimpsest.sample;

import java.util.function.DoubleUnaryOperator;

/** The view of a {@link StepHook}: live arrays of the running call, valid during the hook only. */
public final class StepView {
  float[] x;
  float[] denoised;
  float[] initialNoise;
  private final int channels;
  private final int height;
  private final int width;
  private Scheduler scheduler;
  private ModelCall call;

  StepView(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /** Points at a call that starts from a state. */
  void at(ModelCall next, Scheduler of, StepRecord from) {
    call = next;
    scheduler = of;
    x = from.x;
    denoised = from.denoised;
  }

  /** 1-based scheduler step that is running. */
  public int step() {
    return call.step() + 1;
  }

  /** The call that is running. */
  public ModelCall call() {
    return call;
  }

  /** Noise over signal before the call. */
  public double sigma() {
    return scheduler.sigma(call.index());
  }

  /** Share of the clean image in the state after the call, α'; 1 at the end of the run. */
  public double nextAlpha() {
    return call.last() ? 1 : scheduler.alphaOf(call.index() + 1);
  }

  /** Share of noise in the state after the call, σ'; 0 at the end of the run. */
  public double nextSigma() {
    return call.last() ? 0 : scheduler.sigmaOf(call.index() + 1);
  }

  /** The noise that the run, or its last renoising, began with, same shape; not to be changed. */
  public float[] initialNoise() {
    return initialNoise;
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
