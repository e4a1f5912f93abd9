package io.github.palimpsest.inpaint;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.NotFinite;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.StepHook;
import java.util.ArrayList;
import java.util.List;

/**
 * The run of a model on one {@link ModelInput} under one seed: the only loop of the program. Its
 * owner pulls it step by step or lets it {@link #run}; listeners see each state. Where the model
 * takes one channel and the image has three, three latent samplers with the same noise go side by
 * side.
 *
 * <p>Errors: bad values throw {@link io.github.palimpsest.check.BadInput}, a stop {@link
 * Cancelled}; both leave the sampler after its last whole step. One thread at a time, except {@link
 * #cancel}. Close it after use.
 */
final class ImageSampler implements AutoCloseable {
  private final ChannelMapping passes;
  private final LatentCodec codec;
  private final List<LatentSampler> runs = new ArrayList<>();
  private final List<RunListener> listeners = new ArrayList<>();
  private ModelInput context;
  private volatile boolean cancelled;

  /**
   * Encodes the context and draws the first noise.
   *
   * @param seed of this sample
   * @param hooks see every run
   */
  ImageSampler(ResolvedRequest setup, ModelInput context, long seed, List<StepHook> hooks) {
    this(setup, setup.model.codec(), context, seed, hooks);
  }

  private ImageSampler(
      ResolvedRequest setup,
      LatentCodec codec,
      ModelInput context,
      long seed,
      List<StepHook> hooks) {
    this.context = context;
    this.codec = codec;
    try {
      passes = new ChannelMapping(context.planes().length, setup.folder.imageChannels());
      codec.load();
      for (int p = 0; p < passes.count(); p++) {
        float[] image = passes.toModel(p, context.planes());
        LatentSampler run = new LatentSampler(setup, codec, context, image, seed, hooks);
        synchronized (runs) {
          runs.add(run);
        }
      }
    } catch (NotFinite e) {
      close();
      throw e.during("before the first step");
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * As the constructor, without holding a stop up: the networks load and encode in the background.
   */
  static ImageSampler open(
      Monitor monitor, ResolvedRequest setup, ModelInput context, long seed, List<StepHook> hooks) {
    LatentCodec codec = setup.model.codec();
    setup.hold();
    return Background.get(
        monitor,
        () -> {
          try {
            return new ImageSampler(setup, codec, context, seed, hooks);
          } finally {
            setup.close();
          }
        },
        ImageSampler::close,
        codec::cancel);
  }

  private ImageSampler(ImageSampler origin, ResolvedRequest setup) {
    context = origin.context;
    passes = origin.passes;
    codec = setup.model.codec();
    try {
      origin.runs.forEach(run -> runs.add(run.fork(setup, codec)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The same painting as it stands now, to go its own way. */
  ImageSampler fork(ResolvedRequest setup) {
    return new ImageSampler(this, setup);
  }

  /** Other words, guidance, mask or regions from the next step on; the size stays. */
  void change(ResolvedRequest setup, ModelInput next) {
    runs.forEach(run -> run.change(setup, next));
    context = next;
  }

  /** Goes back to the state after step k. */
  void rewind(int k) {
    runs.forEach(run -> run.sampling.rewind(k));
  }

  /** Runs what remains under the setup's scheduler, in {@code remaining} steps. */
  void switchScheduler(ResolvedRequest setup, int remaining) {
    double sigma = sigma(step());
    for (LatentSampler run : runs) {
      run.sampling.switchScheduler(setup.newScheduler(remaining, sigma));
      run.sampling.setTag(setup.request);
    }
  }

  /** Noises the present estimate to the setup's strength and runs from there. */
  void renoise(ResolvedRequest setup) {
    for (LatentSampler run : runs) {
      run.sampling.renoise(setup.newScheduler());
      run.sampling.setTag(setup.request);
    }
  }

  /** How many stretches under schedulers of their own the run has. */
  int stretches() {
    return first().stretches();
  }

  /** The request under which the present stretch began. */
  Request stretchRequest() {
    return (Request) first().tag();
  }

  /**
   * Takes in an edit of the estimate.
   *
   * @param difference in model units [imageChannels][height · width]; 0 where nothing was edited
   */
  void edit(float[][] difference, double weight, int horizon) {
    float[][] before = composite(step());
    float[][] after = new float[before.length][];
    for (int c = 0; c < after.length; c++) {
      after[c] = before[c].clone();
      for (int i = 0; i < after[c].length; i++) {
        after[c][i] += difference[c][i];
      }
    }
    for (int p = 0; p < runs.size(); p++) {
      LatentSampler run = runs.get(p);
      if (step() == 0) {
        // the start has no estimate of the model's yet: what its frame shows is what was edited
        float[] start = run.mean(passes.toModel(p, before));
        System.arraycopy(start, 0, run.sampling.record(0).denoised, 0, start.length);
      }
      run.sampling.edit(
          latentDifference(
              run,
              passes.toModel(p, before),
              passes.toModel(p, after),
              passes.toModel(p, difference)),
          weight,
          horizon);
    }
  }

  /** The estimate within its surroundings, in model units. */
  private float[][] composite(int k) {
    float[][] planes = estimate(k);
    float[] m = context.mask();
    for (int c = 0; context.source() && c < planes.length; c++) {
      planes[c] = planes[c].clone();
      for (int i = 0; i < m.length; i++) {
        planes[c][i] = context.planes()[c][i] * (1 - m[i]) + planes[c][i] * m[i];
      }
    }
    return planes;
  }

  private float[] latentDifference(
      LatentSampler run, float[] before, float[] after, float[] edited) {
    float[] out = run.mean(after);
    float[] from = run.mean(before);
    int n = context.width() * context.height();
    float[] touched = new float[n];
    for (int i = 0; i < edited.length; i++) {
      touched[i % n] = edited[i] != 0 ? 1 : touched[i % n];
    }
    float[] cells = LatentMask.pool(touched, context.width(), context.height(), codec.scale());
    for (int i = 0; i < out.length; i++) {
      out[i] = cells[i % cells.length] > 0 ? out[i] - from[i] : 0;
    }
    return out;
  }

  /**
   * Takes in an edit of the latent.
   *
   * @param difference [latentChannels][latentHeight · latentWidth], model units
   */
  void editLatents(float[][] difference, double weight) {
    int n = latentWidth() * latentHeight();
    int channels = codec.channels();
    for (int p = 0; p < runs.size(); p++) {
      float[] own = new float[channels * n];
      for (int c = 0; c < channels; c++) {
        System.arraycopy(difference[p * channels + c], 0, own, c * n, n);
      }
      runs.get(p).sampling.editLatents(own, weight);
    }
  }

  private Sampling first() {
    return runs.get(0).sampling;
  }

  /** Tells {@code listener} of every state from now on. */
  void listen(RunListener listener) {
    listeners.add(listener);
  }

  /**
   * Does all steps that remain, after telling of the state now.
   *
   * @return the finished picture in model units [imageChannels][height · width]
   */
  float[][] run() {
    listeners.forEach(listener -> listener.reached(this));
    while (advance()) {
      // the listeners do the rest
    }
    return result();
  }

  /**
   * Does one scheduler step and tells the listeners; if anything fails, the step is not done.
   *
   * @return false at the end
   */
  boolean advance() {
    int before = step();
    if (!stepped(before)) {
      return false;
    }
    try {
      listeners.forEach(listener -> listener.reached(this));
      return true;
    } catch (RuntimeException | Error e) {
      rewind(before);
      throw e;
    }
  }

  private boolean stepped(int before) {
    boolean went = false;
    try {
      for (LatentSampler run : runs) {
        if (cancelled) {
          throw new Cancelled();
        }
        went = run.sampling.advance();
      }
      return went;
    } catch (NotFinite e) {
      rewind(before);
      throw e.during("at step " + (before + 1));
    } catch (RuntimeException | Error e) {
      rewind(before);
      throw e;
    }
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
      passes.fromModel(p, decode(latent, k), planes);
    }
    return planes;
  }

  private float[] decode(float[] latent, int k) {
    try {
      return codec.decode(latent, latentHeight(), latentWidth());
    } catch (NotFinite e) {
      throw e.during(k == 0 ? "before the first step" : "after step " + k);
    }
  }

  /** The finished picture, in model units: the decoded final state. */
  float[][] result() {
    float[][] planes = new float[context.planes().length][context.width() * context.height()];
    for (int p = 0; p < runs.size(); p++) {
      float[] latent = runs.get(p).sampling.record(step()).x;
      passes.fromModel(p, decode(latent, step()), planes);
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

  /** Stops the model call that is running and every later one; from any thread. */
  void cancel() {
    cancelled = true;
    codec.cancel();
    synchronized (runs) {
      runs.forEach(run -> run.sampling.cancel());
    }
  }

  /** Takes {@link #cancel} back, once the call that it stopped has ended. */
  void uncancel() {
    codec.uncancel();
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
    codec.close();
  }
}
