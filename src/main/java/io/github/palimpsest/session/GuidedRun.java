package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.RunRecords;
import io.github.palimpsest.inpaint.StepRenderer;
import io.github.palimpsest.inpaint.StepStacks;
import io.github.palimpsest.inpaint.input.ControlValues;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.inpaint.sampler.ModelInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.record.MaskRecord;
import io.github.palimpsest.record.PathEntry;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.SessionPart;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.PromptRegion;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.StepLabel;
import java.awt.Rectangle;
import java.util.List;
import java.util.function.Consumer;

/**
 * One plane being repainted under one seed, pulled step by step, with its step stack: what a
 * session is made of. Knows how to do things, not when: {@code session.Session} is the API.
 *
 * <p>Differences are in raw values over the frame of the step stack [channels][height · width] for
 * estimates, in model units [latent channels][latent height · width] for latents; 0 = not edited.
 * One thread at a time, except {@link #cancel}. Close it after use.
 */
public final class GuidedRun implements AutoCloseable {
  private static final Param[] OF_A_STRETCH = {Param.SCHEDULER, Param.STEPS, Param.STRENGTH};

  private final KeptSource kept;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final long seed;
  private final GuidedRecord record;
  private final StepStacks stacks;
  private final ImageSampler painting;
  private ResolvedRequest resolved;
  private PlaneInput target;

  /**
   * Begins a run and shows its stacks.
   *
   * @param image that the result is a copy of
   * @param title what the stacks' titles begin with
   * @param rois the outlines of the mask as recorded, or null when generating
   */
  GuidedRun(
      ImagePlus image,
      KeptSource kept,
      PlaneInput target,
      ResolvedRequest resolved,
      long seed,
      String title,
      List<String> rois,
      Monitor monitor,
      List<StepHook> hooks) {
    this.kept = kept;
    this.monitor = monitor;
    this.hooks = List.copyOf(hooks);
    this.seed = seed;
    this.resolved = resolved;
    this.target = target;
    record = new GuidedRecord(kept, image, seed, resolved, target, rois);
    painting = resolved.sampler(ModelInput.of(target, resolved), seed, hooks);
    stacks = begin(title);
    resolved.warnOnce(target.units().doubt());
  }

  private GuidedRun(GuidedRun origin, ResolvedRequest resolved, String title) {
    kept = origin.kept;
    ImagePlus image = kept.now();
    monitor = origin.monitor;
    hooks = origin.hooks;
    seed = origin.seed;
    this.resolved = resolved;
    target = origin.target;
    record = new GuidedRecord(kept, image, seed, resolved, target, origin.record.rois());
    painting = origin.painting.fork(resolved);
    stacks = begin(title);
  }

  /** Shows stacks with all that was done so far; whatever stops that leaves none behind. */
  private StepStacks begin(String title) {
    StepStacks made = null;
    try {
      made = stacks(title);
      made.keep(true);
      made.show(monitor);
      for (int k = 0; k <= painting.step(); k++) {
        write(made, k);
      }
      painting.listen(sampler -> write(stacks(), sampler.step()));
      return made;
    } catch (RuntimeException | Error e) {
      if (made != null) {
        made.discard();
      }
      painting.close();
      throw e;
    }
  }

  private StepStacks stacks() {
    return stacks;
  }

  private StepStacks stacks(String title) {
    return StepStacks.of(
        resolved.request().with(Param.STREAM, true),
        word -> title + "-" + word,
        painting,
        target.crop().visible(),
        target.source().length,
        1,
        target.range(),
        target.units(),
        kept.now().getCalibration());
  }

  /** The run up to here once more, with stacks of its own; both go their ways from now on. */
  public GuidedRun fork(String title) {
    ResolvedRequest own =
        ResolvedRequest.open(
            resolved.request(),
            monitor,
            folder ->
                MemoryEstimate.session(
                        target.crop().context(), target.source().length, resolved.request(), folder)
                    .check(),
            model -> {});
    try {
      return new GuidedRun(this, own, title);
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  /** Steps done. */
  public int step() {
    return painting.step();
  }

  /** Steps of the whole run as it is planned now. */
  public int steps() {
    return painting.steps();
  }

  /** The values in force, by key. */
  public Request request() {
    return resolved.request();
  }

  /** Noise over signal after step k. */
  public double sigma(int k) {
    return painting.sigma(k);
  }

  /**
   * Does one scheduler step and writes its frame; false if the run had ended before. What stops it
   * leaves the run after the last whole step.
   */
  public boolean advance() {
    return painting.advance();
  }

  private void write(StepStacks stacks, int k) {
    StepLabel label =
        new StepLabel(
            k, painting.sigma(k), painting.timestep(k), resolved.guidance().scale(), seed);
    stacks.write(0, k, painting, label, renderer());
  }

  /** Goes back to the state after step k, and shows it. */
  public void rewind(int k) {
    int length = steps();
    int stretches = painting.stretches();
    painting.rewind(k);
    if (painting.stretches() < stretches) {
      resolved = resolved.with(ofStretch(resolved.request(), painting.stretchRequest()));
    }
    if (steps() != length) {
      stacks.resize(steps() + 1);
    }
    stacks.end(k);
  }

  /** {@code now} with the values under which a stretch began. */
  private static Request ofStretch(Request now, Request begun) {
    Request request = now;
    for (Param p : OF_A_STRETCH) {
      request = begun.has(p) ? request.with(p, begun.value(p).orElseThrow()) : request.without(p);
    }
    return request;
  }

  /** Shows the newest frame. */
  public void show() {
    stacks.end(step());
  }

  /** The step stack; owned by the user. */
  public ImagePlus stepStack() {
    return stacks.steps();
  }

  /** The latents stack, or null without {@code latents}. */
  public ImagePlus latentsStack() {
    return stacks.latents();
  }

  /** What the step stack shows after step k, in raw values; computed anew, never painted. */
  public float[][] shown(int k) {
    return renderer().draw(painting, k);
  }

  private StepRenderer renderer() {
    return new StepRenderer(target, target.crop().visible());
  }

  /**
   * A frame of the step stack in raw values; where it is as it was written, exactly those of {@link
   * #shown}.
   *
   * @param frame [channels][height · width] in calibrated units
   * @param written as by {@link #shown}
   */
  public float[][] raw(float[][] frame, float[][] written) {
    return target.units().toRaw(frame, written);
  }

  /** The part of the image that the step stack shows. */
  public Rectangle frame() {
    return target.crop().visible();
  }

  /** Weights of the mask in force over that part [height · width], 0 keep … 1 repaint. */
  public float[] inside() {
    return target.crop().visible(target.weights());
  }

  /** Channels of the picture: 3 for RGB, else 1. */
  public int channels() {
    return target.source().length;
  }

  /** Columns of the latent. */
  public int latentWidth() {
    return painting.latentWidth();
  }

  /** Rows of the latent. */
  public int latentHeight() {
    return painting.latentHeight();
  }

  /** Channels of the latents stack. */
  public int latentChannels() {
    return painting.latentChannels();
  }

  /** The clean estimate after step k in model units [image channels][context height · width]. */
  public float[][] estimate(int k) {
    return painting.estimate(k);
  }

  /** x after step k in model units [latent channels][latent height · width]; a copy. */
  public float[][] latents(int k) {
    return painting.latents(k);
  }

  /** Words, guidance or the weight of control from the next step on. */
  public void set(Request next) {
    change(resolved.with(next), target);
  }

  /**
   * Another mask and other regions from the next step on.
   *
   * @param action holds what was read when it was done first
   * @return the action with what was read
   */
  public SetValue mask(Request next, SetValue action) {
    ResolvedRequest with = resolved.with(next);
    if (action.mask() != null) {
      Mask mask = action.mask().on(target.plane().width(), target.plane().height(), 0, 0);
      if (mask.isEmpty()) {
        throw SessionAction.RECORDED.damaged("mask");
      }
      List<PromptRegion> regions = RunRecords.regions(action.regions(), target.plane(), 0, 0);
      change(with, target.with(mask, regions));
      return action;
    }
    PlaneInput read = with.reader().masked(target, kept.now());
    change(with, read);
    return action.with(MaskRecord.of(read.mask()), RunRecords.regions(read));
  }

  /**
   * Other control maps from the next step on.
   *
   * @param action as for {@link #mask}
   * @return the action with what was read
   */
  public SetValue control(Request next, SetValue action) {
    ResolvedRequest with = resolved.with(next);
    if (action.controls() != null) {
      List<ControlValues> maps =
          RunRecords.controls(
              action.controls(), target.crop(), with.model().controlNets(), SessionAction.RECORDED);
      change(with, target.with(maps));
      return action;
    }
    PlaneInput read = with.reader().controlled(target, kept.now());
    change(with, read);
    return action.with(RunRecords.controls(read));
  }

  private void change(ResolvedRequest with, PlaneInput changed) {
    painting.change(with, ModelInput.of(changed, with));
    resolved = with;
    target = changed;
  }

  /** Runs what remains under another scheduler, in {@code remaining} steps. */
  public void switchScheduler(Request next, int remaining) {
    begin(resolved.with(next), remaining, s -> painting.switchScheduler(s, remaining));
  }

  /** Noises the present estimate to the strength of {@code next} and runs from there. */
  public void renoise(Request next) {
    ResolvedRequest with = resolved.with(next);
    begin(with, with.steps(), painting::renoise);
  }

  /**
   * Begins a stretch.
   *
   * @param most steps that may remain then; what has no memory is refused before anything changes
   */
  private void begin(ResolvedRequest next, int most, Consumer<ResolvedRequest> change) {
    stacks.requireRoom(step() + most + 1);
    change.accept(next);
    resolved = next;
    stacks.resize(steps() + 1);
    stacks.end(step());
  }

  /** Takes in an edit of the estimate shown now; only what lies inside the mask acts. */
  public void edit(float[][] difference, double weight, int horizon) {
    requireFinite(difference);
    painting.edit(target.toModel(difference), weight, horizon);
  }

  private static void requireFinite(float[][] difference) {
    for (float[] channel : difference) {
      for (float v : channel) {
        if (!Float.isFinite(v)) {
          throw new BadInput("The painted pixels must be numbers, neither NaN nor infinite.");
        }
      }
    }
  }

  /** Takes in an edit of the latent. */
  public void editLatents(float[][] difference, double weight) {
    requireFinite(difference);
    painting.editLatents(difference, weight);
  }

  /** Writes the frame of the present state anew. */
  public void refresh() {
    write(stacks, step());
    stacks.end(step());
  }

  /**
   * Shows the stacks whose windows were closed, as they were, and stacks of this run's own frames
   * in the place of those that were turned into something else, which stay open as their user's.
   */
  public void reopen() {
    boolean fresh = stacks.renew();
    stacks.keep(true);
    for (ImagePlus stack : new ImagePlus[] {latentsStack(), stepStack()}) {
      if (stack != null && !stack.isVisible()) {
        monitor.opened(stack);
      }
    }
    if (fresh) {
      for (int k = 0; k <= step(); k++) {
        write(stacks, k);
      }
      stacks.end(step());
    }
  }

  /** Throws if a stack was turned into something else than what frames are written to. */
  public void checkStacks() {
    stacks.check();
  }

  /** What is repainted, or what stands in for it after it was closed or turned into another. */
  public ImagePlus image() {
    return kept.now();
  }

  /** What the stacks carry so that they can be continued; {@code path} says what was done. */
  public void stamp(ResumeRecord start, List<PathEntry> path) {
    stacks.resumable(start.with(path));
  }

  /** The record of where and how this run began. */
  public ResumeRecord start() {
    return record.start(resolved, target);
  }

  /**
   * Takes the image for writing until this is closed, if the result goes there.
   *
   * @throws BadInput if it is no longer what it was, or another command has it
   */
  public InPlaceEdit.Held hold() {
    boolean writes = !target.blank() && resolved.request().text(Param.OUTPUT).equals("Replace");
    return writes ? kept.hold() : () -> {};
  }

  /**
   * The result: a new image, or the pixels replaced, as the request says. The run has ended.
   *
   * @param part what the provenance says of the session
   */
  public Outcome finish(SessionPart part) {
    if (step() < steps()) {
      throw new IllegalStateException("steps remain");
    }
    List<ImagePlus> images =
        record.write(resolved.request(), target, painting.result(), part, hooks.size(), stacks);
    return new Outcome(images, stacks.steps(), stacks.latents());
  }

  /** Stops the model call that is running; every later step throws. From any thread. */
  public void cancel() {
    painting.cancel();
  }

  /** Takes {@link #cancel} back, once the call that it stopped has ended. */
  public void uncancel() {
    painting.uncancel();
  }

  /** Closes the stacks. */
  public void discard() {
    stacks.discard();
  }

  /** Frees the networks; the stacks stay, as images of their user's. Idempotent. */
  @Override
  public void close() {
    stacks.keep(false);
    stacks.unsaved();
    painting.close();
    resolved.close();
  }
}
