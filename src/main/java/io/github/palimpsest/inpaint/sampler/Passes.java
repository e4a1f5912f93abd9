package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.NotFinite;
import io.github.palimpsest.sample.StepRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The latent samplers of one picture, one for each pass of its channels through the model: all at
 * the same step. One thread at a time, except {@link #cancel} and {@link #uncancel}.
 */
final class Passes implements AutoCloseable, Iterable<LatentSampler> {
  private final List<LatentSampler> runs = new ArrayList<>();
  private volatile boolean cancelled;

  /** Hooks of a user's see the passes one after the other: they need not be made for threads. */
  private SideBySide share = SideBySide.ALONE;

  /** Lets passes go on at the same time. */
  void sideBySide(SideBySide cores) {
    share = cores;
  }

  SideBySide share() {
    return share;
  }

  void add(LatentSampler run) {
    synchronized (runs) {
      runs.add(run);
    }
  }

  LatentSampler get(int pass) {
    return runs.get(pass);
  }

  int size() {
    return runs.size();
  }

  @Override
  public Iterator<LatentSampler> iterator() {
    return runs.iterator();
  }

  int step() {
    return runs.get(0).sampling.step();
  }

  void rewind(int k) {
    runs.forEach(run -> run.sampling.rewind(k));
  }

  /**
   * One scheduler step of every pass; if one fails, none is done.
   *
   * @return false at the end
   */
  boolean advance() {
    stopIfCancelled();
    int before = step();
    if (before == runs.get(0).sampling.steps()) {
      return false;
    }
    try {
      share.run(runs.size(), this::advance);
      return true;
    } catch (NotFinite e) {
      rewind(before);
      throw e.during("at step " + (before + 1));
    } catch (RuntimeException | Error e) {
      rewind(before);
      throw e;
    }
  }

  private void advance(int pass) {
    stopIfCancelled();
    runs.get(pass).sampling.advance();
  }

  private void stopIfCancelled() {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  /** Stops the calls that are running and every later one; from any thread. */
  void cancel() {
    cancelled = true;
    synchronized (runs) {
      runs.forEach(run -> run.sampling.cancel());
    }
  }

  /** Takes {@link #cancel} back, once the calls that it stopped have ended. */
  void uncancel() {
    synchronized (runs) {
      runs.forEach(run -> run.sampling.uncancel());
    }
    cancelled = false;
  }

  @Override
  public void close() {
    synchronized (runs) {
      runs.forEach(LatentSampler::close);
      runs.clear();
    }
  }

  /** See {@link ImageSampler#seamWeights}. */
  float[] seamWeights() {
    float[] weights = get(0).seamWeights();
    for (int p = 0; weights != null && p < size(); p++) {
      weights = get(p).releasePaint(weights);
    }
    return weights;
  }

  /** See {@link ImageSampler#editLatents}; each pass has so many channels. */
  void editLatents(float[][] difference, int channels, double weight) {
    for (int p = 0; p < size(); p++) {
      get(p).editLatents(difference, p * channels, weight);
    }
  }

  /** Copies the latents after step k; each pass has so many channels. */
  void latents(int k, float[][] planes, int channels) {
    for (int p = 0; p < size(); p++) {
      get(p).latents(k, planes, p * channels);
    }
  }

  /** The picture of a latent of the state after step k, in the image's channels. */
  float[][] decoded(
      int k,
      Function<StepRecord, float[]> latent,
      LatentCodec codec,
      ChannelMapping channels,
      ModelInput context) {
    float[][] planes = new float[context.planes().length][];
    int height = context.height() / codec.scale();
    int width = context.width() / codec.scale();
    try {
      for (int p = 0; p < size(); p++) {
        float[] x = latent.apply(get(p).sampling.record(k));
        channels.fromModel(p, codec.decode(x, height, width), planes);
      }
      return planes;
    } catch (NotFinite e) {
      throw e.during(k == 0 ? "before the first step" : "after step " + k);
    }
  }
}
