package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.NotFinite;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.hook.Hooks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The run of a model on one {@link ModelInput} under one seed: the only loop of the program. Its
 * owner pulls it step by step or lets it {@link #run}; listeners see each state. Where the model
 * takes one channel and the image has three, three latent samplers with the same noise go side by
 * side, on as many cores as there are; so do the networks of guidance and of regions.
 *
 * <p>Errors: bad values throw {@link io.github.palimpsest.check.BadInput}, a stop {@link
 * Cancelled}; both leave the sampler after its last whole step. One thread at a time, except {@link
 * #cancel}. Close it after use.
 */
public final class ImageSampler implements AutoCloseable {
  private final ChannelMapping channels;
  private final LatentCodec codec;
  private final Passes runs = new Passes();
  private final List<Consumer<ImageSampler>> listeners = new ArrayList<>();
  private ModelInput context;
  private volatile LongConsumer worked = cells -> {};

  /**
   * Encodes the context and draws the first noise; see {@link ResolvedRequest#sampler}.
   *
   * @param codec of the model; owned by the sampler from now on
   * @param seed of this sample
   * @param hooks see every step of every latent sampler, after those that the request names
   */
  public ImageSampler(
      ResolvedRequest resolved,
      LatentCodec codec,
      ModelInput context,
      long seed,
      List<StepHook> hooks) {
    this(resolved, codec, context, seed, hooks, CallsAtOnce.of(resolved, context, hooks));
  }

  /** With calls that it may have to share with other samplers. */
  ImageSampler(
      ResolvedRequest resolved,
      LatentCodec codec,
      ModelInput context,
      long seed,
      List<StepHook> hooks,
      CallsAtOnce calls) {
    this.context = context;
    this.codec = codec;
    try {
      channels = ChannelMapping.of(resolved, context);
      codec.load();
      List<StepHook> acting = Hooks.named(resolved.request().text(Param.HOOK));
      acting.addAll(hooks);
      runs.sideBySide(acting.isEmpty() ? calls.share() : SideBySide.ALONE);
      for (int p = 0; p < channels.count(); p++) {
        runs.add(
            new LatentSampler(
                resolved, codec, context, channels.pass(p), seed, acting, calls, this::tell));
      }
    } catch (NotFinite e) {
      close();
      throw e.during("before the first step");
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private ImageSampler(ImageSampler origin, ResolvedRequest resolved) {
    context = origin.context;
    channels = origin.channels;
    codec = resolved.loaded().codec();
    runs.sideBySide(origin.runs.share());
    try {
      origin.runs.forEach(run -> runs.add(run.fork(resolved, codec, this::tell)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A second sampler in the same state; from now on each goes its own way. */
  public ImageSampler fork(ResolvedRequest resolved) {
    return new ImageSampler(this, resolved);
  }

  /** Takes other prompts, guidance, mask or regions from the next step on; the size stays. */
  public void change(ResolvedRequest resolved, ModelInput next) {
    runs.forEach(run -> run.change(resolved, next));
    context = next;
  }

  /**
   * Goes forward only from the start, see {@link io.github.palimpsest.sample.Sampling#forwardOnly}:
   * it can neither be changed nor show the picture with which it began, which is freed.
   */
  public ImageSampler forwardOnly() {
    runs.forEach(LatentSampler::forwardOnly);
    context = context.withoutPicture();
    return this;
  }

  /** Goes back to the state after step k. */
  public void rewind(int k) {
    runs.rewind(k);
  }

  /** Runs what remains under the scheduler of a request, in {@code remaining} steps. */
  public void switchScheduler(ResolvedRequest resolved, int remaining) {
    double sigma = sigma(step());
    for (LatentSampler run : runs) {
      run.sampling.switchScheduler(resolved.newScheduler(remaining, sigma));
      run.sampling.setTag(resolved.request());
    }
  }

  /** Noises the present estimate to the strength of a request and runs from there. */
  public void renoise(ResolvedRequest resolved) {
    for (LatentSampler run : runs) {
      run.sampling.renoise(resolved.scheduler());
      run.sampling.setTag(resolved.request());
    }
  }

  /** The request under which the present scheduler began; another object after a return over it. */
  public Request schedulerRequest() {
    return (Request) runs.get(0).sampling.tag();
  }

  /**
   * Takes in an edit of the estimate.
   *
   * @param difference in model units [imageChannels][height · width]; 0 where nothing was edited
   */
  public void edit(float[][] difference, double weight, int horizon) {
    EstimateEdit edit = new EstimateEdit(context, estimate(step()), difference);
    for (int p = 0; p < runs.size(); p++) {
      runs.get(p).edit(edit, channels, p, weight, horizon);
    }
  }

  /** Takes in an edit, [latentChannels][latentHeight · latentWidth] in model units. */
  public void editLatents(float[][] difference, double weight) {
    runs.editLatents(difference, codec.channels(), weight);
  }

  /**
   * Tells {@code listener} of every state, on the run's thread; what it throws undoes that step.
   */
  public void listen(Consumer<ImageSampler> listener) {
    listeners.add(listener);
  }

  /** Tells {@code listener} of pixels, see {@link io.github.palimpsest.model.Denoiser#onWork}. */
  public void onWork(LongConsumer listener) {
    worked = listener;
  }

  private void tell(long cells) {
    worked.accept(cells * codec.scale() * codec.scale());
  }

  /**
   * Does all steps that remain, after telling of the state now.
   *
   * @return the finished picture in model units [imageChannels][height · width]
   */
  public float[][] run() {
    listeners.forEach(listener -> listener.accept(this));
    while (advance()) {
      // the listeners do the rest
    }
    runs.forEach(run -> run.sampling.release());
    return result();
  }

  /**
   * Does one scheduler step and tells the listeners; if anything fails, the step is not done.
   *
   * @return false at the end
   */
  public boolean advance() {
    int before = step();
    if (!runs.advance()) {
      return false;
    }
    try {
      listeners.forEach(listener -> listener.accept(this));
      return true;
    } catch (RuntimeException | Error e) {
      rewind(before);
      throw e;
    }
  }

  public int step() {
    return runs.step();
  }

  public int steps() {
    return runs.get(0).sampling.steps();
  }

  /** See {@link io.github.palimpsest.sample.Sampling#steps(int)}. */
  public int steps(int k) {
    return runs.get(0).sampling.steps(k);
  }

  public double sigma(int k) {
    return runs.get(0).sampling.sigma(k);
  }

  /** How much of the state after step k is noise, from 0 to 1. */
  public double noiseShare(int k) {
    return runs.get(0).sampling.noiseShare(k);
  }

  public double timestep(int k) {
    return runs.get(0).sampling.timestep(k);
  }

  /** Channels of {@link #latents}. */
  public int latentChannels() {
    return runs.size() * codec.channels();
  }

  public int latentWidth() {
    return context.width() / codec.scale();
  }

  public int latentHeight() {
    return context.height() / codec.scale();
  }

  /**
   * The clean estimate after step k, in model units [imageChannels][height · width]; for the start
   * the context, or the decoded noise when it shows no picture.
   */
  public float[][] estimate(int k) {
    if (k == 0 && context.source()) {
      return context.planes();
    }
    return runs.decoded(k, r -> k == 0 ? r.x : r.denoised, codec, channels, context);
  }

  /** The finished picture, in model units: the decoded final state. */
  public float[][] result() {
    return runs.decoded(step(), record -> record.x, codec, channels, context);
  }

  /**
   * How far the seam is matched at each pixel [height · width], 0 … 1; null = nowhere. Not to be
   * changed.
   */
  public float[] seamWeights() {
    return runs.seamWeights();
  }

  /** What the finished picture was copied from; see {@link ConditionedDenoisers#sources}. */
  public float[][] sources() {
    return codec.scale() == 1 ? runs.get(0).sources() : null;
  }

  /** The latents after step k as planes [latentChannels][latentHeight · latentWidth]; a copy. */
  public float[][] latents(int k) {
    float[][] planes = new float[latentChannels()][latentWidth() * latentHeight()];
    runs.latents(k, planes, codec.channels());
    return planes;
  }

  /** Stops the model call that is running and every later one; from any thread. */
  public void cancel() {
    codec.cancel();
    runs.cancel();
  }

  /** Takes {@link #cancel} back, once the call that it stopped has ended. */
  public void uncancel() {
    codec.uncancel();
    runs.uncancel();
  }

  @Override
  public void close() {
    runs.close();
    codec.close();
  }
}
