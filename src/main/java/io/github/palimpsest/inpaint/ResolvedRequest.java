package io.github.palimpsest.inpaint;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.InputSize;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.ScheduleMatcher;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.hook.Hooks;
import io.github.palimpsest.sample.solver.Schedulers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A request joined with its model: every value that the request left open is decided here, in one
 * place, and everything that does not fit is refused here, before anything runs.
 */
final class ResolvedRequest implements AutoCloseable {
  private final Monitor monitor;
  private final WarnOnce told;
  private final AtomicInteger holders;
  final Request request;
  final LoadedModel model;
  final Model folder;
  final String scheduler;
  final int steps;
  final double strength;
  final Guidance guidance;
  final Conditioning prompt;

  /** What guidance starts from; null where one call a step is enough. */
  final Conditioning negative;

  /**
   * @param before a setup of the same model, whose read prompts are taken over, or null
   */
  private ResolvedRequest(
      Request request, LoadedModel model, Monitor monitor, ResolvedRequest before) {
    this.request = request;
    this.monitor = monitor;
    this.holders = before == null ? new AtomicInteger(1) : before.holders;
    this.told = before == null ? new WarnOnce(monitor::warn) : before.told;
    this.model = model;
    this.folder = model.model();
    this.scheduler = name(folder, request);
    this.steps = steps(folder, request);
    this.strength = request.number(Param.STRENGTH);
    this.guidance =
        new Guidance(
            guidanceScale(),
            request.number(Param.GUIDANCESTART),
            request.number(Param.GUIDANCEEND),
            request.number(Param.RESCALE));
    this.prompt =
        before != null && before.same(request, Param.PROMPT)
            ? before.prompt
            : model.encode(request.text(Param.PROMPT), monitor::warn);
    boolean two = guidance.scale() > 1 && guides();
    boolean read =
        before != null && before.negative != null && before.same(request, Param.NEGATIVE);
    this.negative =
        !two
            ? null
            : read
                ? before.negative
                : model.encodeNegative(request.text(Param.NEGATIVE), monitor::warn);
    if (!two && !request.text(Param.NEGATIVE).isEmpty()) {
      monitor.warn(
          "The negative prompt has no effect: it acts only with guidance above 1 and a model that"
              + " reads text.");
    }
    newScheduler();
    Hooks.check(request.text(Param.HOOK));
  }

  /**
   * Opens the model of a request and reads its prompts; close the setup after the run. A stop
   * returns at once; what loads then stays in memory for the next run.
   *
   * @param need of the run with that folder; checked before anything is loaded
   * @param reader reads the images of the run, after that and before anything is loaded
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  static ResolvedRequest open(
      Request request,
      Monitor monitor,
      Function<Model, MemoryEstimate> need,
      Consumer<PlaneReader> reader) {
    monitor.status("Loading the model");
    return Background.get(
        monitor,
        () -> {
          Model folder = Models.find(request.text(Param.MODEL));
          need.apply(folder).check();
          reader.accept(new PlaneReader(folder, request, new WarnOnce(monitor::warn)));
          ResolvedRequest setup = load(folder, request, monitor);
          // for the record: reads all weights the first time
          setup.folder.sha256();
          return setup;
        },
        ResolvedRequest::close,
        () -> {});
  }

  /** As {@link #open}, on this thread and without reading what only a record needs. */
  static ResolvedRequest load(Model folder, Request request, Monitor monitor) {
    LoadedModel model = folder.load(request.text(Param.DEVICE), monitor::warn);
    try {
      return new ResolvedRequest(request, model, monitor, null);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * Begins a run. The networks load and encode in the background, so that a stop is not held up.
   *
   * @param seed of this sample
   * @param hooks see every step
   */
  ImageSampler sampler(ModelInput input, long seed, List<StepHook> hooks) {
    LatentCodec codec = model.codec();
    // a run that was stopped while it loads still needs the model
    holders.incrementAndGet();
    return Background.get(
        monitor,
        () -> {
          try {
            return new ImageSampler(this, codec, input, seed, hooks);
          } finally {
            close();
          }
        },
        ImageSampler::close,
        codec::cancel);
  }

  /** Another request on the same model; only one of the two is to be closed. */
  ResolvedRequest with(Request other) {
    return new ResolvedRequest(other, model, monitor, this);
  }

  /** A sentence the user should know, if any and if not told before. */
  void warnOnce(String sentence) {
    told.accept(sentence);
  }

  /** Reads planes for the model. */
  PlaneReader reader() {
    return new PlaneReader(folder, request, told);
  }

  /** The pictures that the model takes. */
  InputSize sides() {
    return sides(folder);
  }

  static InputSize sides(Model folder) {
    return new InputSize(folder.multiple(), folder.fixedWidth(), folder.fixedHeight());
  }

  private boolean same(Request other, Param param) {
    return request.text(param).equals(other.text(param));
  }

  /** Whether guidance above 1 has something to act through. */
  boolean guides() {
    return folder.supportsGuidance();
  }

  private double guidanceScale() {
    return request.number(Param.GUIDANCE, folder.defaultGuidance());
  }

  private static String first(String given, String otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  private static String name(Model folder, Request request) {
    return first(request.text(Param.SCHEDULER), folder.card().scheduler());
  }

  private static int steps(Model folder, Request request) {
    return request.integer(Param.STEPS, folder.defaultSteps());
  }

  /** A scheduler of its own for one run. */
  Scheduler newScheduler() {
    return scheduler(folder, request);
  }

  /** The scheduler of a run with a model that need not be loaded. */
  static Scheduler scheduler(Model folder, Request request) {
    Double eta = (Double) request.value(Param.ETA).orElse(null);
    return Schedulers.create(
        name(folder, request),
        folder.schedulerConfig(),
        steps(folder, request),
        request.number(Param.STRENGTH),
        eta);
  }

  /**
   * The scheduler whose last {@code remaining} steps begin nearest to a noise level.
   *
   * @param sigma noise over signal
   */
  Scheduler newScheduler(int remaining, double sigma) {
    Double eta = (Double) request.value(Param.ETA).orElse(null);
    return ScheduleMatcher.nearest(
        (n, s) -> Schedulers.create(scheduler, folder.schedulerConfig(), n, s, eta),
        remaining,
        sigma);
  }

  /** Whether the known pixels act through the network's own inputs or through the sampler. */
  boolean concat() {
    String method = request.text(Param.METHOD);
    if (method.equals("Concat") && !folder.inpainting()) {
      throw BadInput.of(
          "method (Concat) needs an inpainting model, and %s is none: use method=Blend.",
          folder.name());
    }
    return method.equals("Concat") || method.equals("Auto") && folder.inpainting();
  }

  /** Words of their own as conditioning. */
  Conditioning encode(String words) {
    return model.encode(words, monitor::warn);
  }

  /** The same for what is to be avoided; null where that has no effect, or for no words. */
  Conditioning encodeNegative(String words) {
    return negative == null || words == null ? null : model.encodeNegative(words, monitor::warn);
  }

  /** The scheduler by the name it was asked for, or by its diffusers class. */
  String schedulerName() {
    return first(scheduler, folder.defaultScheduler());
  }

  /** How often RePaint repeats each stretch; 1 for every other method. */
  int resample() {
    return request.text(Param.METHOD).equals("RePaint") ? request.integer(Param.RESAMPLE, 1) : 1;
  }

  /** Steps of each stretch of RePaint; 0 = a 25th of the run. */
  int jump() {
    return request.integer(Param.JUMP, 0);
  }

  /** What the known pixels act through, as {@code method=} calls it. */
  String method() {
    String method = request.text(Param.METHOD);
    return !method.equals("Auto") ? method : concat() ? "Concat" : "Blend";
  }

  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      model.close();
    }
  }
}
