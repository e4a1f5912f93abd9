package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.WarnOnce;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.request.UnusedKeys;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.hook.Hooks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A request joined with its model: every value that the request left open is decided here, in one
 * place, and everything that does not fit is refused here, before anything runs.
 */
public final class ResolvedRequest implements AutoCloseable {
  private final Monitor monitor;
  private final WarnOnce told;
  private final AtomicInteger holders;
  private final Request request;
  private final LoadedModel loaded;
  private final Model model;
  private final SchedulerChoice scheduler;
  private final Scheduler own;
  private final double strength;
  private final Guidance guidance;
  private final Conditioning prompt;

  /** What guidance starts from; null where one call a step is enough. */
  private final Conditioning negative;

  /**
   * @param before a request resolved with the same model, whose read prompts are taken over, or
   *     null
   */
  private ResolvedRequest(
      Request request, LoadedModel loaded, Monitor monitor, ResolvedRequest before) {
    this.request = request;
    this.monitor = monitor;
    this.holders = before == null ? new AtomicInteger(1) : before.holders;
    this.told = before == null ? new WarnOnce(monitor::warn) : before.told;
    this.loaded = loaded;
    this.model = loaded.model();
    this.scheduler = new SchedulerChoice(model, request);
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
            : loaded.encode(request.text(Param.PROMPT), monitor::warn);
    boolean two = guidance.scale() > 1 && guides();
    boolean read =
        before != null && before.negative != null && before.same(request, Param.NEGATIVE);
    this.negative =
        !two
            ? null
            : read
                ? before.negative
                : loaded.encodeNegative(request.text(Param.NEGATIVE), monitor::warn);
    if (!two && !request.text(Param.NEGATIVE).isEmpty()) {
      monitor.warn(
          "The negative prompt has no effect: it acts only with guidance above 1 and a model that"
              + " reads text.");
    }
    this.own = scheduler.create();
    Hooks.check(request.text(Param.HOOK));
  }

  /** The values as they were given. */
  public Request request() {
    return request;
  }

  /** The model, open for the run. */
  public LoadedModel loaded() {
    return loaded;
  }

  /** The most cores that a run may use. */
  int cores() {
    return monitor.cores();
  }

  /** The description of the model. */
  public Model model() {
    return model;
  }

  /** Scheduler steps of a whole run, before {@link #strength} takes its share. */
  public int steps() {
    return scheduler.steps();
  }

  /** The share of the run that is done, 0 keep … 1 repaint. */
  public double strength() {
    return strength;
  }

  /** Guidance with the scale in force. */
  public Guidance guidance() {
    return guidance;
  }

  /** The conditioning of the prompt. */
  Conditioning prompt() {
    return prompt;
  }

  /** The conditioning that guidance starts from; null where one call a step is enough. */
  public Conditioning negative() {
    return negative;
  }

  /**
   * Opens the model of a request and reads its prompts; close it after the run. A stop returns at
   * once; what loads then stays in memory for the next run.
   *
   * @param fits makes the model fit the image, or refuses it by throwing, before anything is loaded
   * @param reader reads the images of the run, after that and before anything is loaded
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public static ResolvedRequest open(
      Request request, Monitor monitor, UnaryOperator<Model> fits, Consumer<PlaneReader> reader) {
    monitor.status("Loading the model");
    return Background.get(
        monitor,
        () -> {
          Model model = fits.apply(Models.find(request.text(Param.MODEL)));
          reader.accept(new PlaneReader(model, request, new WarnOnce(monitor::warn)));
          // for the record: the first time this reads all weights, beside their loading
          var hashes = CompletableFuture.supplyAsync(model::sha256, Background::begin);
          ResolvedRequest resolved = load(model, request, monitor);
          hashes.handle((read, failure) -> null).join();
          return resolved;
        },
        ResolvedRequest::close,
        () -> {});
  }

  /** As {@link #open}, on this thread and without reading what only a record needs. */
  public static ResolvedRequest load(Model model, Request request, Monitor monitor) {
    return of(
        model.load(request.text(Param.DEVICE), monitor.cores(), monitor::warn), request, monitor);
  }

  /** As {@link #load} of a model that is loaded, which is closed with it or when that fails. */
  public static ResolvedRequest of(LoadedModel loaded, Request request, Monitor monitor) {
    try {
      return new ResolvedRequest(request, loaded, monitor, null);
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  /**
   * Begins a run. The networks load and encode in the background, so that a stop is not held up.
   *
   * @param seed of this sample
   * @param hooks see every step
   */
  public ImageSampler sampler(ModelInput input, long seed, List<StepHook> hooks) {
    return sampler(input, seed, hooks, monitor, CallsAtOnce.of(this, input, hooks));
  }

  /**
   * The same for one of several runs that go on at the same time.
   *
   * @param monitor of this run
   * @param calls of networks that all of them share
   */
  public ImageSampler sampler(
      ModelInput input, long seed, List<StepHook> hooks, Monitor monitor, CallsAtOnce calls) {
    LatentCodec codec = loaded.codec();
    return Background.get(
        monitor,
        () -> {
          hold();
          try {
            return new ImageSampler(this, codec, input, seed, hooks, calls);
          } finally {
            close();
          }
        },
        ImageSampler::close,
        codec::cancel);
  }

  /** A run that was stopped while it loads still needs the model, unless all have let it go. */
  private void hold() {
    if (holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
      throw new Cancelled();
    }
  }

  /** Another request on the same model; only one of the two is to be closed. */
  public ResolvedRequest with(Request other) {
    return new ResolvedRequest(other, loaded, monitor, this);
  }

  /** A sentence the user should know, if any and if not told before. */
  public void warnOnce(String sentence) {
    told.accept(sentence);
  }

  /** Warns of keys that were given but cannot act. */
  public void warnOfUnusedKeys() {
    UnusedKeys.of(request, negative != null, model.learnsFromImage()).forEach(this::warnOnce);
  }

  /** Reads planes for the model. */
  public PlaneReader reader() {
    return new PlaneReader(model, request, told);
  }

  private boolean same(Request other, Param param) {
    return request.text(param).equals(other.text(param));
  }

  /** Whether guidance above 1 has something to act through. */
  boolean guides() {
    return model.supportsGuidance();
  }

  private double guidanceScale() {
    return request.number(Param.GUIDANCE, model.defaultGuidance());
  }

  /** The scheduler of a whole run; runs share it. */
  Scheduler scheduler() {
    return own;
  }

  /**
   * The scheduler whose last {@code remaining} steps begin nearest to a noise level.
   *
   * @param sigma noise over signal
   */
  Scheduler newScheduler(int remaining, double sigma) {
    return scheduler.matching(remaining, sigma);
  }

  /** Whether the known pixels act through the network's own inputs or through the sampler. */
  boolean concat() {
    String method = request.text(Param.METHOD);
    if (method.equals("Concat") && !model.inpainting()) {
      throw BadInput.of(
          "method (Concat) needs an inpainting model, and %s is none: use method=Blend.",
          model.name());
    }
    return method.equals("Concat") || method.equals("Auto") && model.inpainting();
  }

  /** Words of their own as conditioning. */
  Conditioning encode(String words) {
    return loaded.encode(words, monitor::warn);
  }

  /** The same for what is to be avoided; null where that has no effect, or for no words. */
  Conditioning encodeNegative(String words) {
    return negative == null || words == null ? null : loaded.encodeNegative(words, monitor::warn);
  }

  /** The scheduler by the name it was asked for, or by its diffusers class. */
  public String schedulerName() {
    return scheduler.name();
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
  public String method() {
    String method = request.text(Param.METHOD);
    return !method.equals("Auto") ? method : concat() ? "Concat" : "Blend";
  }

  /** What is done at the rim of the hole, as {@code seam=} calls it. */
  public String seam() {
    String seam = request.text(Param.SEAM);
    return seam.isEmpty() ? model.defaultSeam() : seam;
  }

  /** The values for a record, with what the model decided of a hole's seam and colours. */
  public Request recorded(boolean hole) {
    return request
        .with(Param.SEAM, hole ? seam() : "Off")
        .with(Param.COLOURS, hole && together() ? "Together" : "Apart");
  }

  /** Whether a one-channel model paints along the axes of a picture's colours. */
  boolean together() {
    String colours = request.text(Param.COLOURS);
    return (colours.isEmpty() ? model.card().colours() : colours).equals("Together");
  }

  boolean matchesSeam() {
    return seam().equals("Match");
  }

  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      loaded.close();
    }
  }
}
