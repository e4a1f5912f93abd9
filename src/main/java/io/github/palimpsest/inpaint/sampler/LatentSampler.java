package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.composite.MaskedImage;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.Posterior;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.SkippedCells;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.TorchRandom;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The run of a model on its own image channels: networks bound to prompt and mask, and the noise of
 * one seed. The mask becomes the latent mask here, and the noise is drawn here, in diffusers'
 * order: image posterior, initial noise, posterior of the masked image, then once a step.
 */
final class LatentSampler implements AutoCloseable {
  private final LatentCodec codec;
  private final PartOfCrop.Pass pass;
  private float[] image;
  private float[] source;
  private final double strength;
  private final CallsAtOnce calls;
  private float[] maskedNoise;
  private boolean matched;
  private final LongConsumer worked;
  private ConditionedDenoisers networks;
  private ModelInput context;
  final Sampling sampling;

  /**
   * @param pass planes of the context as the model's image [imageChannels · n], −1…1
   * @param hooks see and change every step
   * @param calls of networks that may go on at the same time
   * @param worked told of every finished piece of a step; see {@link
   *     io.github.palimpsest.model.Denoiser#onWork}
   */
  LatentSampler(
      ResolvedRequest resolved,
      LatentCodec codec,
      ModelInput context,
      PartOfCrop.Pass pass,
      long seed,
      List<StepHook> hooks,
      CallsAtOnce calls,
      LongConsumer worked) {
    this.codec = codec;
    this.calls = calls;
    this.pass = pass;
    image = pass.image(context.planes());
    this.context = context;
    this.worked = worked;
    strength = resolved.strength();
    matched = resolved.matchesSeam();
    int h = context.height() / codec.scale();
    int w = context.width() / codec.scale();
    int[] shape = {codec.channels(), h, w};
    TorchRandom random = new TorchRandom(seed, PartOfCrop.noise(context.around()));
    boolean noised = resolved.strength() < 1 && context.source();
    boolean encoded = context.source() && (!resolved.concat() || noised);
    Posterior picture = encoded ? encode(image) : null;
    source = encoded ? drawn(picture, random) : null;
    try {
      networks = new ConditionedDenoisers(resolved, codec, context, calls, worked);
      sampling =
          new Sampling(
              shape,
              resolved.scheduler(),
              networks.prompt,
              networks.negative,
              resolved.guidance(),
              random,
              source,
              noised);
      sampling.sideBySide(calls.share()).setTag(resolved.request());
      hooks.forEach(sampling::hook);
      if (resolved.model().inpainting()) {
        Posterior masked = encode(masked(resolved, context));
        maskedNoise = noise(masked, random);
        bindMask(context, masked);
      } else {
        if (picture != null && context.partial()) {
          // diffusers draws for the masked image also where the network does not read it
          noise(picture, random);
        }
        skip(context, null);
      }
      sampling.setKnownPixels(known(resolved, context));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private LatentSampler(
      LatentSampler origin, LatentCodec codec, ResolvedRequest resolved, LongConsumer worked) {
    this.codec = codec;
    pass = origin.pass;
    image = origin.image;
    context = origin.context;
    source = origin.source;
    strength = origin.strength;
    calls = origin.calls;
    maskedNoise = origin.maskedNoise;
    matched = origin.matched;
    this.worked = worked;
    try {
      networks = new ConditionedDenoisers(resolved, codec, context, calls, worked);
      sampling = origin.sampling.fork(networks.prompt, networks.negative);
      bindMask(resolved);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  void forwardOnly() {
    sampling.forwardOnly();
    image = null;
    source = null;
    context = context.withoutPicture();
  }

  LatentSampler fork(ResolvedRequest resolved, LatentCodec ownCodec, LongConsumer told) {
    return new LatentSampler(this, ownCodec, resolved, told);
  }

  /** Takes other prompts, guidance, mask or regions from the next step on. */
  void change(ResolvedRequest resolved, ModelInput next) {
    ConditionedDenoisers fresh = new ConditionedDenoisers(resolved, codec, next, calls, worked);
    networks.close();
    networks = fresh;
    context = next;
    matched = resolved.matchesSeam();
    bindMask(resolved);
    sampling.setPredictors(networks.prompt, networks.negative);
    sampling.setGuidance(resolved.guidance());
    sampling.setKnownPixels(known(resolved, next));
  }

  private void bindMask(ResolvedRequest resolved) {
    if (resolved.model().inpainting()) {
      bindMask(context, encode(masked(resolved, context)));
    } else {
      skip(context, null);
    }
  }

  private void bindMask(ModelInput now, Posterior masked) {
    float[] known = masked.draw(maskedNoise);
    skip(now, known);
    networks.bindMask(pooled(MaskedImage.binary(now.mask()), now), known);
    networks.bindExamples(now.examples());
  }

  /**
   * Asks for what is repainted only.
   *
   * @param masked the latent of the masked image, where there is one
   */
  private void skip(ModelInput now, float[] masked) {
    float[] cells = codec.scale() == 1 ? now.mask() : pooled(now.mask(), now);
    boolean[] skipped = networks.restrict(cells);
    float[] x0 = source != null ? source : masked;
    sampling.setSkipped(skipped == null ? null : new SkippedCells(x0, skipped));
  }

  private float[] masked(ResolvedRequest resolved, ModelInput now) {
    String fill = resolved.model().card().maskedFill();
    if (now.around() != null && fill.equals("pullpush")) {
      return PartOfCrop.filled(now.around(), pass, image, now.mask());
    }
    return MaskedImage.of(image, now.mask(), now.width(), now.height(), fill);
  }

  /** The known pixels that the sampler itself puts back; null if the network alone keeps them. */
  private KnownPixels known(ResolvedRequest resolved, ModelInput now) {
    boolean concat = resolved.concat();
    if (!now.source() || concat && !now.soft()) {
      return null;
    }
    // no draw: softness must not change the noise of a run
    float[] x0 = source != null ? source : encode(image).mode();
    KnownPixels.Rule rule = concat ? KnownPixels.Rule.NETWORK : KnownPixels.Rule.SAMPLER;
    return new KnownPixels(
        x0, pooled(now.strength(), now), rule, resolved.resample(), resolved.jump());
  }

  private float[] pooled(float[] mask, ModelInput now) {
    return LatentMask.pool(mask, now.width(), now.height(), codec.scale());
  }

  private Posterior encode(float[] picture) {
    return codec.encode(picture, context.height(), context.width());
  }

  private static float[] noise(Posterior posterior, TorchRandom random) {
    if (!posterior.random()) {
      return null;
    }
    float[] noise = new float[posterior.mean().length];
    random.normal(noise);
    return noise;
  }

  private static float[] drawn(Posterior posterior, TorchRandom random) {
    return posterior.draw(noise(posterior, random));
  }

  /** Takes in an edit of the estimate; see {@link ImageSampler#edit}. */
  void edit(EstimateEdit edit, ChannelMapping channels, int pass, double weight, int horizon) {
    if (sampling.step() == 0) {
      // the start has no estimate of the model's yet: what its frame shows is what was edited
      float[] start = edit.before(codec, channels, pass);
      System.arraycopy(start, 0, sampling.record(0).denoised, 0, start.length);
    }
    sampling.edit(edit.latentDifference(codec, channels, pass), weight, horizon);
  }

  /**
   * Takes in an edit of the latents.
   *
   * @param difference planes of model units, of which those from {@code first} on are its own
   */
  void editLatents(float[][] difference, int first, double weight) {
    int n = difference[0].length;
    float[] own = new float[codec.channels() * n];
    for (int c = 0; c < codec.channels(); c++) {
      System.arraycopy(difference[first + c], 0, own, c * n, n);
    }
    sampling.editLatents(own, weight);
  }

  /** See {@link ImageSampler#sources}. */
  float[][] sources() {
    if (!networks.called()) {
      // a run that goes on from its end has called none: the last step once more, beside it
      Sampling again = sampling.fork(networks.prompt, networks.negative);
      again.rewind(again.step() - 1);
      again.advance();
    }
    return networks.sources();
  }

  /**
   * How far each pixel of the result may be brought to the picture around the hole: less where the
   * run began with the picture inside. Paint is still to be released.
   *
   * @return [height · width], 0 … 1, not to be changed; null where the request leaves the seam as
   *     it is
   */
  float[] seamWeights() {
    return context.source() && matched ? context.freedom(strength) : null;
  }

  /** These weights, lowered where the result shows what was painted in a session. */
  float[] releasePaint(float[] seam) {
    float[] held = sampling.held();
    if (held == null) {
      return seam;
    }
    float[] weights = seam.clone();
    int scale = codec.scale();
    int w = context.width() / scale;
    int cells = held.length / codec.channels();
    for (int i = 0; i < weights.length; i++) {
      int cell = i / context.width() / scale * w + i % context.width() / scale;
      float paint = 0;
      for (int c = 0; c < codec.channels(); c++) {
        paint = Math.max(paint, held[c * cells + cell]);
      }
      weights[i] *= 1 - paint;
    }
    return weights;
  }

  /** Copies the latents after step k into planes from {@code first} on. */
  void latents(int k, float[][] planes, int first) {
    float[] x = sampling.record(k).x;
    int n = planes[0].length;
    for (int c = 0; c < codec.channels(); c++) {
      System.arraycopy(x, c * n, planes[first + c], 0, n);
    }
  }

  @Override
  public void close() {
    if (networks != null) {
      networks.close();
    }
  }
}
