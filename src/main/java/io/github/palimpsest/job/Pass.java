package io.github.palimpsest.job;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.Posterior;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.ModelCall;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.TorchRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of the sampler: its networks, bound to prompt and mask, and its noise. Draws in
 * diffusers' order: image posterior, initial noise, posterior of the masked image, then a draw a
 * step.
 */
final class Pass implements AutoCloseable {
  final Sampling sampling;
  private final List<Denoiser> denoisers = new ArrayList<>();
  private final List<ContextControl> controls;

  /**
   * @param image the context as the model's image [imageChannels · n], −1…1
   */
  Pass(Setup setup, LatentCodec codec, Context context, float[] image, long seed) {
    controls = context.controls();
    int h = context.height() / codec.scale();
    int w = context.width() / codec.scale();
    int[] shape = {codec.channels(), h, w};
    TorchRandom random = new TorchRandom(seed);
    boolean concat = setup.concat();
    boolean noised = setup.strength < 1 && context.source();
    float[] source = null;
    if (context.source() && (!concat || noised)) {
      source = draw(codec.encode(image, context.height(), context.width()), random);
    }
    try {
      List<RegionPredictor.Part> wanted = new ArrayList<>();
      List<RegionPredictor.Part> avoided = new ArrayList<>();
      for (ContextRegion region : context.regions()) {
        float[] weights =
            LatentMask.mean(region.weights(), context.width(), context.height(), codec.scale());
        wanted.add(part(setup, h, w, region.prompt(), weights));
        if (region.negative() != null) {
          avoided.add(part(setup, h, w, region.negative(), weights));
        }
      }
      Predictor prompt = layered(predictor(setup, h, w, setup.prompt), wanted);
      Predictor negative =
          setup.negative == null ? null : layered(predictor(setup, h, w, setup.negative), avoided);
      Scheduler scheduler = setup.newScheduler();
      sampling =
          new Sampling(shape, scheduler, prompt, negative, setup.guidance, random, source, noised);
      if (setup.folder.inpainting()) {
        String fill = setup.folder.card().maskedFill();
        float[] masked =
            Known.masked(image, context.mask(), context.width(), context.height(), fill);
        float[] latent = draw(codec.encode(masked, context.height(), context.width()), random);
        float[] mask = pooled(LatentMask.binary(context.mask()), context, codec);
        denoisers.forEach(d -> d.bindMask(mask, latent));
      }
      keep(setup, codec, context, image, source);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What the sampler holds on to beside the network. */
  private void keep(
      Setup setup, LatentCodec codec, Context context, float[] image, float[] source) {
    boolean concat = setup.concat();
    if (!context.source() || concat && !context.soft()) {
      return;
    }
    float[] x0 =
        source != null
            ? source
            // no draw: softness must not change the noise of a run
            : mean(codec.encode(image, context.height(), context.width()));
    KnownPixels.Rule rule = concat ? KnownPixels.Rule.NETWORK : KnownPixels.Rule.SAMPLER;
    float[] mask = pooled(context.strength(), context, codec);
    sampling.keep(new KnownPixels(x0, mask, rule, setup.resample()));
  }

  private static float[] pooled(float[] mask, Context context, LatentCodec codec) {
    return LatentMask.pool(mask, context.width(), context.height(), codec.scale());
  }

  private static float[] draw(Posterior posterior, TorchRandom random) {
    float[] noise = new float[posterior.mean().length];
    if (posterior.random()) {
      random.normal(noise);
    }
    return posterior.draw(noise);
  }

  private static float[] mean(Posterior posterior) {
    return posterior.draw(new float[posterior.mean().length]);
  }

  private RegionPredictor.Part part(
      Setup setup, int height, int width, Conditioning conditioning, float[] weights) {
    return new RegionPredictor.Part(predictor(setup, height, width, conditioning), weights);
  }

  private static Predictor layered(Predictor base, List<RegionPredictor.Part> parts) {
    return parts.isEmpty() ? base : new RegionPredictor(base, parts);
  }

  private Predictor predictor(Setup setup, int height, int width, Conditioning conditioning) {
    Denoiser denoiser = setup.model.denoiser(height, width, conditioning);
    denoisers.add(denoiser);
    denoiser.guidanceScale(setup.guidance.scale());
    controls.forEach(control -> control.bind(denoiser));
    return new Predictor() {
      @Override
      public void predict(ModelCall call, float[] input, float[] output) {
        controls.forEach(control -> control.weigh(denoiser, call));
        denoiser.predict(input, call.timestep(), output);
      }

      @Override
      public void cancel() {
        denoiser.cancel();
      }
    };
  }

  @Override
  public void close() {
    denoisers.forEach(Denoiser::close);
  }
}
