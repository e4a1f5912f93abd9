package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.ControlRecords;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.RecordedInputs;
import io.github.palimpsest.inpaint.RunRecords;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.inpaint.sampler.ModelInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.record.MaskRecord;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.SessionPart;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import java.util.List;
import java.util.function.Consumer;

/**
 * One plane being repainted under one seed, pulled step by step, with its stacks. A {@link Session}
 * decides when something is done to it.
 *
 * <p>Differences are in raw values over the frame of the step stack [channels][height · width] for
 * estimates, in model units [latent channels][latent height · width] for latents; 0 = not edited.
 * One thread at a time, except {@link ImageSampler#cancel}. Close it after use.
 */
final class GuidedRun implements AutoCloseable {
  private static final Param[] OF_A_STRETCH = {Param.SCHEDULER, Param.STEPS, Param.STRENGTH};

  private final KeptSource kept;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final long seed;
  private final GuidedRecord record;
  private final RunStacks stacks;
  private final ImageSampler sampler;
  private ResolvedRequest resolved;
  private PlaneInput input;

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
      PlaneInput input,
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
    this.input = input;
    record = new GuidedRecord(kept, image, seed, resolved, input, rois);
    sampler = resolved.sampler(ModelInput.of(input, resolved), seed, hooks);
    stacks = new RunStacks(this, title, monitor);
    resolved.warnOnce(input.units().doubt());
  }

  /** The run up to here once more, with stacks of its own; see {@link GuidedRuns#fork}. */
  GuidedRun(GuidedRun origin, ResolvedRequest resolved, String title) {
    kept = origin.kept;
    ImagePlus image = kept.now();
    monitor = origin.monitor;
    hooks = origin.hooks;
    seed = origin.seed;
    this.resolved = resolved;
    input = origin.input;
    record = new GuidedRecord(kept, image, seed, resolved, input, origin.record.rois());
    sampler = origin.sampler.fork(resolved);
    stacks = new RunStacks(this, title, monitor);
  }

  /** Steps done. */
  int step() {
    return sampler.step();
  }

  /** Steps of the whole run as it is planned now. */
  int steps() {
    return sampler.steps();
  }

  /** The sampler, for what can be asked of it. */
  ImageSampler sampler() {
    return sampler;
  }

  /** The stacks that show its states. */
  RunStacks stacks() {
    return stacks;
  }

  /** The plane under the mask, regions and control maps in force. */
  PlaneInput input() {
    return input;
  }

  /** The request in force, joined with the model. */
  ResolvedRequest resolved() {
    return resolved;
  }

  /** Where it tells of itself. */
  Monitor monitor() {
    return monitor;
  }

  /** The seed of the run. */
  long seed() {
    return seed;
  }

  /** The values in force, by key. */
  Request request() {
    return resolved.request();
  }

  /**
   * Does one scheduler step and writes its frame; false if the run had ended before. What stops it
   * leaves the run after the last whole step.
   */
  boolean advance() {
    return sampler.advance();
  }

  /** Goes back to the state after step k, and shows it. */
  void rewind(int k) {
    int length = steps();
    Request begun = sampler.schedulerRequest();
    sampler.rewind(k);
    if (sampler.schedulerRequest() != begun) {
      resolved = resolved.with(ofStretch(resolved.request(), sampler.schedulerRequest()));
    }
    if (steps() != length) {
      stacks.resize();
    }
    stacks.show();
  }

  /** {@code now} with the values under which a stretch began. */
  private static Request ofStretch(Request now, Request begun) {
    Request request = now;
    for (Param p : OF_A_STRETCH) {
      request = begun.has(p) ? request.with(p, begun.value(p).orElseThrow()) : request.without(p);
    }
    return request;
  }

  /** Words, guidance or the weight of control from the next step on. */
  void set(Request next) {
    change(resolved.with(next), input);
  }

  /**
   * Another mask and other regions from the next step on.
   *
   * @param action holds what was read when it was done first
   * @return the action with what was read
   */
  SetValue mask(Request next, SetValue action) {
    ResolvedRequest with = resolved.with(next);
    if (action.mask() != null) {
      change(with, RecordedInputs.masked(input, action));
      return action;
    }
    PlaneInput read = with.reader().masked(input, kept.now());
    change(with, read);
    return action.with(MaskRecord.of(read.mask()), RunRecords.regions(read));
  }

  /**
   * Other control maps from the next step on.
   *
   * @param action as for {@link #mask}
   * @return the action with what was read
   */
  SetValue control(Request next, SetValue action) {
    ResolvedRequest with = resolved.with(next);
    if (action.controls() != null) {
      change(with, ControlRecords.controlled(input, action, with.model().controlNets()));
      return action;
    }
    PlaneInput read = with.reader().controlled(input, kept.now());
    change(with, read);
    return action.with(ControlRecords.of(read));
  }

  private void change(ResolvedRequest with, PlaneInput changed) {
    sampler.change(with, ModelInput.of(changed, with));
    resolved = with;
    input = changed;
    stacks.outline();
  }

  /** Runs what remains under another scheduler, in {@code remaining} steps. */
  void switchScheduler(Request next, int remaining) {
    begin(resolved.with(next), remaining, s -> sampler.switchScheduler(s, remaining));
  }

  /** Noises the present estimate to the strength of {@code next} and runs from there. */
  void renoise(Request next) {
    ResolvedRequest with = resolved.with(next);
    begin(with, with.steps(), sampler::renoise);
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
    stacks.resize();
    stacks.show();
  }

  /** Takes in an edit of the estimate shown now; only what lies inside the mask acts. */
  void edit(float[][] difference, double weight, int horizon) {
    requireFinite(difference);
    sampler.edit(input.toModel(difference), weight, horizon);
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
  void editLatents(float[][] difference, double weight) {
    requireFinite(difference);
    sampler.editLatents(difference, weight);
  }

  /** What is repainted, or what stands in for it after it was closed or turned into another. */
  ImagePlus image() {
    return kept.now();
  }

  /** The record of where and how this run began. */
  ResumeRecord start() {
    return record.start(resolved, input);
  }

  /**
   * Takes the image for writing until this is closed, if the result goes there.
   *
   * @throws BadInput if it is no longer what it was, or another command has it
   */
  InPlaceEdit.Held hold() {
    boolean writes = !input.blank() && resolved.request().text(Param.OUTPUT).equals("Replace");
    return writes ? kept.hold() : () -> {};
  }

  /**
   * The result: a new image, or the pixels replaced, as the request says. The run has ended.
   *
   * @param part what the provenance says of the session
   */
  Outcome finish(SessionPart part) {
    if (step() < steps()) {
      throw new IllegalStateException("steps remain");
    }
    List<PlaneEdit> edits = input.edits(sampler.result(), sampler.seamWeights());
    List<ImagePlus> images =
        record.write(resolved.request(), input, edits, part, hooks.size(), stacks);
    return new Outcome(images, stacks.stepStack(), stacks.latentsStack(), stacks.sources());
  }

  /** Frees the networks; the stacks stay, as images of their user's. Idempotent. */
  @Override
  public void close() {
    stacks.leave();
    sampler.close();
    resolved.close();
  }
}
