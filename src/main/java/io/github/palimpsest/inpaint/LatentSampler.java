package io.github.palimpsest.inpaint;

import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.Posterior;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.TorchRandom;
import java.util.List;

/**
 * One run of the sampler: its networks, bound to words and mask, and its noise. Draws in diffusers'
 * order: image posterior, initial noise, posterior of the masked image, then a draw a step.
 */
final class LatentSampler implements AutoCloseable {
  private final LatentCodec codec;
  private final float[] image;
  private final float[] source;
  private float[] maskedNoise;
  private ConditionedDenoisers networks;
  private ModelInput context;
  final Sampling sampling;

  /**
   * @param image the context as the model's image [imageChannels · n], −1…1
   * @param hooks see and change every step
   */
  LatentSampler(
      ResolvedRequest setup,
      LatentCodec codec,
      ModelInput context,
      float[] image,
      long seed,
      List<StepHook> hooks) {
    this.codec = codec;
    this.image = image;
    this.context = context;
    int h = context.height() / codec.scale();
    int w = context.width() / codec.scale();
    int[] shape = {codec.channels(), h, w};
    TorchRandom random = new TorchRandom(seed);
    boolean noised = setup.strength < 1 && context.source();
    boolean encoded = context.source() && (!setup.concat() || noised);
    Posterior picture = encoded ? encode(image) : null;
    source = encoded ? drawn(picture, random) : null;
    try {
      networks = new ConditionedDenoisers(setup, codec, context);
      sampling =
          new Sampling(
              shape,
              setup.newScheduler(),
              networks.prompt,
              networks.negative,
              setup.guidance,
              random,
              source,
              noised);
      sampling.setTag(setup.request);
      hooks.forEach(sampling::hook);
      if (setup.folder.inpainting()) {
        Posterior masked = encode(masked(setup, context));
        maskedNoise = noise(masked, random);
        bindMask(context, masked);
      } else if (picture != null && context.partial()) {
        // diffusers draws for the masked image also where the network does not read it
        noise(picture, random);
      }
      sampling.setKnownPixels(known(setup, context));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A run that goes on from where {@code origin} stands. */
  private LatentSampler(LatentSampler origin, LatentCodec codec, ResolvedRequest setup) {
    this.codec = codec;
    image = origin.image;
    context = origin.context;
    source = origin.source;
    maskedNoise = origin.maskedNoise;
    try {
      networks = new ConditionedDenoisers(setup, codec, context);
      sampling = origin.sampling.fork(networks.prompt, networks.negative);
      bindMask(setup);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  LatentSampler fork(ResolvedRequest setup, LatentCodec ownCodec) {
    return new LatentSampler(this, ownCodec, setup);
  }

  /** Other words, guidance, mask or regions from the next step on. */
  void change(ResolvedRequest setup, ModelInput next) {
    ConditionedDenoisers fresh = new ConditionedDenoisers(setup, codec, next);
    networks.close();
    networks = fresh;
    context = next;
    bindMask(setup);
    sampling.setPredictors(networks.prompt, networks.negative);
    sampling.setGuidance(setup.guidance);
    sampling.setKnownPixels(known(setup, next));
  }

  private void bindMask(ResolvedRequest setup) {
    if (setup.folder.inpainting()) {
      bindMask(context, encode(masked(setup, context)));
    }
  }

  private void bindMask(ModelInput now, Posterior masked) {
    networks.bindMask(pooled(LatentMask.binary(now.mask()), now), masked.draw(maskedNoise));
  }

  private float[] masked(ResolvedRequest setup, ModelInput now) {
    String fill = setup.folder.card().maskedFill();
    return MaskedImage.masked(image, now.mask(), now.width(), now.height(), fill);
  }

  /** What the sampler holds on to beside the network; null for nothing. */
  private KnownPixels known(ResolvedRequest setup, ModelInput now) {
    boolean concat = setup.concat();
    if (!now.source() || concat && !now.soft()) {
      return null;
    }
    // no draw: softness must not change the noise of a run
    float[] x0 = source != null ? source : mean(image);
    KnownPixels.Rule rule = concat ? KnownPixels.Rule.NETWORK : KnownPixels.Rule.SAMPLER;
    return new KnownPixels(x0, pooled(now.strength(), now), rule, setup.resample(), setup.jump());
  }

  private float[] pooled(float[] mask, ModelInput now) {
    return LatentMask.pool(mask, now.width(), now.height(), codec.scale());
  }

  private Posterior encode(float[] picture) {
    return codec.encode(picture, context.height(), context.width());
  }

  private static float[] noise(Posterior posterior, TorchRandom random) {
    float[] noise = new float[posterior.mean().length];
    if (posterior.random()) {
      random.normal(noise);
    }
    return noise;
  }

  private static float[] drawn(Posterior posterior, TorchRandom random) {
    return posterior.draw(noise(posterior, random));
  }

  /** The latent of an image without its randomness. */
  float[] mean(float[] picture) {
    Posterior posterior = encode(picture);
    return posterior.draw(new float[posterior.mean().length]);
  }

  @Override
  public void close() {
    if (networks != null) {
      networks.close();
    }
  }
}
