package io.github.palimpsest.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Replacement;
import io.github.palimpsest.image.Results;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Masks;
import io.github.palimpsest.roi.Regions;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.StepLabel;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * One plane being repainted under one seed, pulled step by step, with its step stack: what a
 * session is made of. Knows how to do things, not when: {@code session.Session} is the API.
 *
 * <p>Differences are in source units over the frame of the step stack [channels][height · width]
 * for estimates, in model units [latent channels][latent height · width] for latents; 0 = not
 * edited. One thread at a time, except {@link #cancel}. Close it after use.
 */
public final class GuidedRun implements AutoCloseable {
  private final ImagePlus image;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final long seed;
  private final RunRecord record;
  private final List<Request> legs = new ArrayList<>();
  private final Streams streams;
  private final Painting painting;
  private Setup setup;
  private Target target;

  GuidedRun(GuidedSource source, Setup setup, Monitor monitor, List<StepHook> hooks) {
    this.image = source.image();
    this.monitor = monitor;
    this.hooks = List.copyOf(hooks);
    this.seed = source.seed();
    this.setup = setup;
    this.target = source.target(setup);
    record = newRecord(source.rois());
    painting = new Painting(setup, target.context(setup), seed, hooks);
    try {
      streams = openStreams(source.title());
      legs.add(setup.request);
      write(0);
    } catch (RuntimeException e) {
      painting.close();
      throw e;
    }
  }

  private GuidedRun(GuidedRun origin, Setup setup, String title) {
    image = origin.image;
    monitor = origin.monitor;
    hooks = origin.hooks;
    seed = origin.seed;
    this.setup = setup;
    target = origin.target;
    record = newRecord(origin.record.json().getAsJsonArray("rois"));
    painting = origin.painting.fork(setup);
    legs.addAll(origin.legs);
    try {
      streams = openStreams(title);
      for (int k = 0; k <= painting.step(); k++) {
        write(k);
      }
    } catch (RuntimeException e) {
      painting.close();
      throw e;
    }
  }

  private RunRecord newRecord(JsonArray rois) {
    if (target.blank()) {
      return new RunRecord(GenerateJob.COMMAND, setup, 1);
    }
    RunRecord made = new RunRecord("Guided Diffusion...", setup, 1);
    return rois != null
        ? made.source(image, rois.deepCopy(), List.of(target))
        : made.source(image, setup.request.text(Param.MASK), List.of(target));
  }

  private Streams openStreams(String title) {
    return Streams.open(
        setup.request.with(Param.STREAM, true),
        monitor,
        word -> title + "-" + word,
        painting,
        target.crop().visible(),
        target.source().length,
        1,
        target.range(),
        image.getCalibration());
  }

  /** The run up to here once more, with stacks of its own; both go their ways from now on. */
  public GuidedRun fork(String title) {
    Setup own = Setup.open(setup.request, monitor);
    try {
      return new GuidedRun(this, own, title);
    } catch (RuntimeException e) {
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
    return setup.request;
  }

  /** Noise over signal after step k. */
  public double sigma(int k) {
    return painting.sigma(k);
  }

  /** Does one scheduler step and writes its frame; false if the run had ended before. */
  public boolean advance() {
    if (!painting.advance()) {
      return false;
    }
    write(step());
    return true;
  }

  private void write(int k) {
    StepLabel label =
        new StepLabel(k, painting.sigma(k), painting.timestep(k), setup.guidance.scale(), seed);
    streams.write(0, k, painting, label, target.canvas(target.crop().visible()));
  }

  /** Goes back to the state after step k, and shows it. */
  public void rewind(int k) {
    int length = steps();
    painting.rewind(k);
    if (painting.legs() < legs.size()) {
      legs.subList(painting.legs(), legs.size()).clear();
      setup = setup.with(keepLive(legs.get(legs.size() - 1)));
    }
    if (steps() != length) {
      streams.resize(steps() + 1);
    }
    streams.end(k);
  }

  /** The request of an earlier stretch with the values that do not belong to a stretch. */
  private Request keepLive(Request earlier) {
    Request request = setup.request;
    for (Param p : new Param[] {Param.SCHEDULER, Param.STEPS, Param.STRENGTH}) {
      request =
          earlier.has(p) ? request.with(p, earlier.value(p).orElseThrow()) : request.without(p);
    }
    return request;
  }

  /** Shows the newest frame. */
  public void show() {
    streams.end(step());
  }

  /** The step stack; owned by the user. */
  public ImagePlus stepStack() {
    return streams.steps();
  }

  /** The latents stack, or null without {@code latents}. */
  public ImagePlus latentsStack() {
    return streams.latents();
  }

  /** What the step stack shows after step k, in source units; computed anew, never painted. */
  public float[][] shown(int k) {
    Canvas canvas = target.canvas(target.crop().visible());
    float[][] source = k == 0 ? canvas.source() : null;
    return source != null ? source : canvas.show(painting.estimate(k));
  }

  /** The part of the image that the step stack shows. */
  public Rectangle frame() {
    return target.crop().visible();
  }

  /** Weights of the mask in force over that part [height · width], 0 keep … 1 repaint. */
  public float[] inside() {
    return target.crop().visible(target.weights());
  }

  /** Columns of the latent. */
  public int latentWidth() {
    return painting.latentWidth();
  }

  /** The clean estimate after step k in model units [image channels][context height · width]. */
  public float[][] estimate(int k) {
    return painting.estimate(k);
  }

  /** x after step k in model units [latent channels][latent height · width]; a copy. */
  public float[][] latents(int k) {
    return painting.latents(k);
  }

  /** Words, guidance or control from the next step on. */
  public void set(Request next) {
    Setup changed = setup.with(next);
    painting.change(changed, target.context(changed));
    setup = changed;
  }

  /** The mask and regions of the image as they are now, from the next step on. */
  public void mask(Request next) {
    mask(next, readMask(next));
  }

  private Target readMask(Request next) {
    int position = target.plane().position();
    return target.with(
        Masks.of(image, next.text(Param.MASK), next.number(Param.FEATHER), position),
        Regions.of(image, position));
  }

  /** A mask recorded by {@link #maskRecord}. */
  public void mask(Request next, JsonObject mask) {
    JsonObject json = TargetRecord.write(target);
    json.add("mask", mask.get("mask"));
    json.add("regions", mask.get("regions"));
    Target read = TargetRecord.read(json, target.plane(), 0, 0);
    mask(next, target.with(read.mask(), read.regions()));
  }

  private void mask(Request next, Target changed) {
    change(setup.with(next), changed);
  }

  private void change(Setup with, Target changed) {
    painting.change(with, changed.context(with));
    setup = with;
    target = changed;
  }

  /** The control maps as images and ROIs are now, from the next step on. */
  public void control(Request next) {
    Setup with = setup.with(next);
    ImagePlus source = target.blank() ? null : image;
    change(with, target.with(with.controls(source, target.plane().position(), target.crop())));
  }

  /** Control maps recorded by {@link #controlRecord}. */
  public void control(Request next, JsonObject maps) {
    change(setup.with(next), target.with(TargetRecord.controls(maps)));
  }

  /** The control maps in force. */
  public JsonObject controlRecord() {
    JsonObject json = new JsonObject();
    json.add("controls", TargetRecord.write(target).get("controls"));
    return json;
  }

  /** Mask and regions in force. */
  public JsonObject maskRecord() {
    JsonObject all = TargetRecord.write(target);
    JsonObject json = new JsonObject();
    json.add("mask", all.get("mask"));
    json.add("regions", all.get("regions"));
    return json;
  }

  /** Runs what remains under another scheduler, in {@code remaining} steps. */
  public void follow(Request next, int remaining) {
    leg(setup.with(next), s -> painting.follow(s, remaining));
  }

  /** Noises the present estimate to the strength of {@code next} and runs from there. */
  public void again(Request next) {
    leg(setup.with(next), painting::again);
  }

  private void leg(Setup next, java.util.function.Consumer<Setup> change) {
    change.accept(next);
    setup = next;
    while (legs.size() >= painting.legs()) {
      legs.remove(legs.size() - 1);
    }
    legs.add(next.request);
    streams.resize(steps() + 1);
    streams.end(step());
  }

  /** Takes in an edit of the estimate shown now; only what lies inside the mask acts. */
  public void edit(float[][] difference, double weight, int horizon) {
    for (float[] channel : difference) {
      for (float v : channel) {
        if (!Float.isFinite(v)) {
          throw new BadInput("The painted pixels must be numbers, neither NaN nor infinite.");
        }
      }
    }
    painting.edit(target.toModel(difference), weight, horizon);
  }

  /** Takes in an edit of the latent. */
  public void shift(float[][] difference, double weight) {
    painting.shift(difference, weight);
  }

  /** Writes the frame of the present state anew. */
  public void refresh() {
    write(step());
    streams.end(step());
  }

  /** What the stacks carry so that they can be continued; {@code path} says what was done. */
  public void stamp(JsonObject start, JsonArray path) {
    JsonObject json = start.deepCopy();
    json.add("path", path);
    streams.resumable(json);
  }

  /** The record of where and how this run began, see {@code stack.Resumable}. */
  public JsonObject start() {
    JsonObject json = ResumeRecord.of(record.json(), setup, List.of(target), 1);
    JsonObject run = json.getAsJsonArray("runs").get(0).getAsJsonObject();
    run.addProperty("seed", Long.toString(seed));
    return json;
  }

  /**
   * The result: a new image, or the pixels replaced, as the request says. The run has ended.
   *
   * @param extra what the provenance says of the session
   */
  public Outcome finish(JsonObject extra) {
    if (step() < steps()) {
      throw new IllegalStateException("steps remain");
    }
    JsonObject entry = record.json().deepCopy();
    for (var e : extra.entrySet()) {
      JsonElement value = e.getValue();
      entry.add(e.getKey(), value);
    }
    if (!hooks.isEmpty()) {
      entry.addProperty("hooks", hooks.size());
    }
    boolean replace = !target.blank() && setup.request.text(Param.OUTPUT).equals("Replace");
    Results results =
        replace
            ? null
            : target.blank()
                ? GenerateJob.results(image, 1, target.range())
                : Results.copyOf(image, 1);
    PlaneEdit edit = target.edit(painting.result());
    if (!target.blank()) {
      entry.add("seams", Seams.json(List.of(Seams.of(List.of(target), List.of(edit)))));
    }
    List<ImagePlus> images =
        Product.write(image, results, List.of(target), List.of(List.of(edit)), entry);
    streams.record(entry);
    return new Outcome(images, streams.steps(), streams.latents());
  }

  /** Throws if the result could not be written where the request says. */
  static void check(ImagePlus image, Request request) {
    if (request.text(Param.OUTPUT).equals("Replace")) {
      Replacement.check(image);
    }
    PlaneAccess.of(image, 1);
  }

  /** Stops the model call that is running; every later step throws. From any thread. */
  public void cancel() {
    painting.cancel();
  }

  /** Closes the stacks. */
  public void discard() {
    streams.discard();
  }

  /** Frees the networks; the stacks stay. Idempotent. */
  @Override
  public void close() {
    painting.close();
    setup.close();
  }
}
