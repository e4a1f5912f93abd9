package io.github.palimpsest.job;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.StepHook;
import java.util.ArrayList;
import java.util.List;

/**
 * One context being painted under one seed, pulled step by step. Where the model takes one channel
 * and the image has three, three runs with the same noise go side by side; everyone else sees one.
 *
 * <p>One thread at a time, except {@link #cancel}. Close it after use.
 */
final class Painting implements AutoCloseable {
  private final Context context;
  private final Passes passes;
  private final LatentCodec codec;
  private final List<Pass> runs = new ArrayList<>();
  private volatile boolean cancelled;

  /**
   * Encodes the context and draws the first noise.
   *
   * @param seed of this sample
   * @param hooks see every run
   */
  Painting(Setup setup, Context context, long seed, List<StepHook> hooks) {
    this.context = context;
    passes = new Passes(context.planes().length, setup.folder.imageChannels());
    codec = setup.model.codec();
    try {
      for (int p = 0; p < passes.count(); p++) {
        Pass run = new Pass(setup, codec, context, passes.toModel(p, context.planes()), seed);
        hooks.forEach(run.sampling::hook);
        runs.add(run);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Sampling first() {
    return runs.get(0).sampling;
  }

  /** Does one scheduler step; false if the run had ended before. */
  boolean advance() {
    boolean went = false;
    for (Pass run : runs) {
      if (cancelled) {
        throw new Cancelled();
      }
      went = run.sampling.advance();
    }
    return went;
  }

  int step() {
    return first().step();
  }

  int steps() {
    return first().steps();
  }

  double sigma(int k) {
    return first().sigma(k);
  }

  double timestep(int k) {
    return first().timestep(k);
  }

  /** Channels of {@link #latents}. */
  int latentChannels() {
    return runs.size() * codec.channels();
  }

  int latentWidth() {
    return context.width() / codec.scale();
  }

  int latentHeight() {
    return context.height() / codec.scale();
  }

  /**
   * The clean estimate after step k, in model units [imageChannels][height · width]; for the start
   * the context, or the decoded noise when it shows no picture.
   */
  float[][] estimate(int k) {
    if (k == 0 && context.source()) {
      return context.planes();
    }
    float[][] planes = new float[context.planes().length][context.width() * context.height()];
    for (int p = 0; p < runs.size(); p++) {
      var record = runs.get(p).sampling.record(k);
      float[] latent = k == 0 ? record.x : record.denoised;
      passes.fromModel(p, codec.decode(latent, latentHeight(), latentWidth()), planes);
    }
    return planes;
  }

  /** The finished picture, in model units: the decoded final state. */
  float[][] result() {
    float[][] planes = new float[context.planes().length][context.width() * context.height()];
    for (int p = 0; p < runs.size(); p++) {
      float[] latent = runs.get(p).sampling.now().x;
      passes.fromModel(p, codec.decode(latent, latentHeight(), latentWidth()), planes);
    }
    return planes;
  }

  /** The state after step k as planes [latentChannels][latentHeight · latentWidth]. */
  float[][] latents(int k) {
    int n = latentWidth() * latentHeight();
    float[][] planes = new float[latentChannels()][n];
    for (int c = 0; c < planes.length; c++) {
      float[] x = runs.get(c / codec.channels()).sampling.record(k).x;
      System.arraycopy(x, c % codec.channels() * n, planes[c], 0, n);
    }
    return planes;
  }

  /** Stops the model call that is running; from any thread. */
  void cancel() {
    cancelled = true;
    codec.cancel();
    synchronized (runs) {
      runs.forEach(run -> run.sampling.cancel());
    }
  }

  @Override
  public void close() {
    synchronized (runs) {
      runs.forEach(Pass::close);
      runs.clear();
    }
    codec.close();
  }
}
