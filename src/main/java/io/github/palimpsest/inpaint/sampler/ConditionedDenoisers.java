package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.ExamplePicture;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.sample.ModelCall;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.RegionPredictor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The networks of one run under the words in force: the prompt's, the negative's, the regions'. */
final class ConditionedDenoisers implements AutoCloseable {
  private final List<Denoiser> denoisers = new ArrayList<>();
  private final ResolvedRequest resolved;
  private final List<ModelInput.Control> controls;

  /** Networks of the prompts of regions, with their weights. */
  private final List<Copied> copied = new ArrayList<>();

  private volatile boolean called;
  private final LongConsumer worked;
  private final int atOnce;
  private final int height;
  private final int width;
  private final Surroundings around;
  final Predictor prompt;

  /** Null without guidance. */
  final Predictor negative;

  /**
   * @param calls that may go on at the same time
   * @param worked told of every finished piece of a prediction; see {@link Denoiser#onWork}
   */
  ConditionedDenoisers(
      ResolvedRequest resolved,
      LatentCodec codec,
      ModelInput context,
      CallsAtOnce calls,
      LongConsumer worked) {
    this.resolved = resolved;
    this.worked = worked;
    atOnce = calls.of(CallsAtOnce.parts(resolved, context.regions().size()));
    controls = context.controls();
    around = context.around();
    height = context.height() / codec.scale();
    width = context.width() / codec.scale();
    try {
      List<RegionPredictor.Part> wanted = new ArrayList<>();
      List<RegionPredictor.Part> avoided = new ArrayList<>();
      for (ModelInput.Region region : context.regions()) {
        float[] weights =
            LatentMask.mean(region.weights(), context.width(), context.height(), codec.scale());
        wanted.add(new RegionPredictor.Part(predictor(region.prompt(), false), weights));
        copied.add(new Copied(denoisers.get(denoisers.size() - 1), weights));
        if (region.negative() != null && resolved.negative() != null) {
          avoided.add(new RegionPredictor.Part(predictor(region.negative(), true), weights));
        }
      }
      prompt = layered(predictor(resolved.prompt(), false), wanted, calls);
      copied.add(0, new Copied(denoisers.get(denoisers.size() - 1), null));
      negative =
          resolved.negative() == null
              ? null
              : layered(predictor(resolved.negative(), true), avoided, calls);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private record Copied(Denoiser denoiser, float[] weights) {}

  /** Whether there was a call. */
  boolean called() {
    return called;
  }

  /**
   * What the last call copied for the prompt, and for that of a region where it has half of the
   * weight or more; see {@link Denoiser#sources}.
   *
   * @return null if it copied no single pixels
   */
  float[][] sources() {
    float[][] all = null;
    for (Copied part : copied) {
      float[][] own = part.denoiser.sources();
      if (all == null || own == null) {
        all = all == null && part.weights == null ? own : all;
        continue;
      }
      for (int i = 0; i < own[0].length; i++) {
        for (int c = 0; part.weights[i] >= 0.5f && c < own.length; c++) {
          all[c][i] = own[c][i];
        }
      }
    }
    return all;
  }

  private static Predictor layered(
      Predictor base, List<RegionPredictor.Part> parts, CallsAtOnce calls) {
    return parts.isEmpty() ? base : new RegionPredictor(base, parts, calls.share());
  }

  private Predictor predictor(Conditioning conditioning, boolean avoided) {
    // as in diffusers, a first net whose residuals are means over the plane acts as in guess mode
    List<ControlNet> nets = resolved.model().controlNets();
    boolean pooled = !controls.isEmpty() && nets.get(controls.get(0).net()).pooled();
    boolean guess = resolved.request().on(Param.GUESS) || pooled;
    // guess mode: what is avoided is predicted as without any map
    List<ModelInput.Control> acting = guess && avoided ? List.of() : controls;
    Denoiser denoiser =
        around == null
            ? resolved.loaded().denoiser(height, width, conditioning, atOnce)
            : resolved.loaded().denoiser(around.part(), conditioning, atOnce);
    denoisers.add(denoiser);
    denoiser.guidanceScale(resolved.guidance().scale());
    denoiser.guess(guess);
    denoiser.onWork(worked);
    acting.forEach(control -> control.bind(denoiser));
    return new Predictor() {
      @Override
      public void predict(ModelCall call, float[] input, float[] output) {
        called = true;
        acting.forEach(control -> control.weigh(denoiser, call));
        denoiser.predict(input, call.timestep(), output);
      }

      @Override
      public void cancel() {
        denoiser.cancel();
      }

      @Override
      public void uncancel() {
        denoiser.uncancel();
      }
    };
  }

  /** See {@link Denoiser#restrict}: all networks skip the same cells. */
  boolean[] restrict(float[] cells) {
    boolean[] skipped = null;
    for (Denoiser denoiser : denoisers) {
      skipped = denoiser.restrict(cells);
    }
    return skipped;
  }

  /** See {@link Denoiser#bindExamples}. */
  void bindExamples(List<ExamplePicture> pictures) {
    denoisers.forEach(d -> d.bindExamples(pictures));
  }

  /** See {@link Denoiser#bindMask}. */
  void bindMask(float[] mask, float[] masked) {
    denoisers.forEach(d -> d.bindMask(mask, masked));
  }

  @Override
  public void close() {
    denoisers.forEach(Denoiser::close);
    denoisers.clear();
  }
}
