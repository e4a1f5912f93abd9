package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.image.Titles;
import io.github.palimpsest.inpaint.SourcesStack;
import io.github.palimpsest.inpaint.StepRenderer;
import io.github.palimpsest.inpaint.StepStacks;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.record.PathEntry;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.request.Param;
import java.awt.Rectangle;
import java.util.List;

/**
 * The step and latents stacks of a guided run: shown, written after every step, read back after a
 * user has painted on them, and shown again when their windows were closed.
 */
final class RunStacks {
  private final GuidedRun run;
  private final Monitor monitor;
  private final StepStacks stacks;

  /** Whose mask and regions the stacks show. */
  private PlaneInput outlined;

  /**
   * Shows stacks with all that the run has done so far. What stops that leaves none behind and
   * closes the sampler.
   *
   * @param title what their titles begin with
   */
  RunStacks(GuidedRun run, String title, Monitor monitor) {
    this.run = run;
    this.monitor = monitor;
    StepStacks made = null;
    try {
      made = create(title);
      made.keep(true);
      outlined = run.input();
      made.outline(0, outlined);
      made.show(monitor);
      stacks = made;
      writeAll();
      run.sampler().listen(sampler -> write(sampler.step()));
    } catch (RuntimeException | Error e) {
      if (made != null) {
        made.discard();
      }
      run.sampler().close();
      throw e;
    }
  }

  private StepStacks create(String title) {
    PlaneInput input = run.input();
    return StepStacks.of(
        run.request().with(Param.STREAM, true),
        word -> title + "-" + word,
        run.sampler(),
        input.crop().visible(),
        1,
        input,
        run.image());
  }

  private void writeAll() {
    for (int k = 0; k <= run.step(); k++) {
      write(k);
    }
  }

  private void write(int k) {
    ImageSampler sampler = run.sampler();
    double guidance = run.resolved().guidance().scale();
    stacks.write(0, k, sampler, StepStacks.label(sampler, k, guidance, run.seed()), renderer());
  }

  private StepRenderer renderer() {
    return new StepRenderer(run.input(), frame());
  }

  /** The step stack; owned by the user. */
  ImagePlus stepStack() {
    return stacks.steps();
  }

  /** The latents stack, or null without {@code latents}. */
  ImagePlus latentsStack() {
    return stacks.latents();
  }

  /** What the pixels were copied from; null without {@code sources} or if none were. */
  ImagePlus sources() {
    ImagePlus image = run.image();
    String title = Titles.of(image, "sources");
    SourcesStack sources = SourcesStack.of(run.resolved(), title, image, 1, 1);
    if (sources == null) {
      return null;
    }
    sources.write(0, run.input(), run.sampler(), run.seed());
    return sources.image();
  }

  /** The picture of the step stack after step k, in raw values; computed anew, never painted. */
  float[][] shown(int k) {
    return renderer().draw(run.sampler(), k);
  }

  /**
   * A frame of the step stack in raw values; where it is as it was written, exactly those of {@link
   * #shown}.
   *
   * @param frame [channels][height · width] in calibrated units
   * @param written as by {@link #shown}
   */
  float[][] raw(float[][] frame, float[][] written) {
    return run.input().units().toRaw(frame, written);
  }

  /** The part of the image that the step stack shows. */
  Rectangle frame() {
    return run.input().crop().visible();
  }

  /** Weights of the mask in force over that part [height · width], 0 keep … 1 repaint. */
  float[] inside() {
    return run.input().crop().visible(run.input().weights());
  }

  /** Channels of the picture. */
  int channels() {
    return run.input().source().length;
  }

  /** Shows the newest frame. */
  void show() {
    stacks.end(run.step());
  }

  /** Refuses so many frames if there is no memory for them. */
  void requireRoom(int frames) {
    stacks.requireRoom(frames);
  }

  /** Makes room for the steps that the run has now. */
  void resize() {
    stacks.resize(run.steps() + 1);
  }

  /** Outlines the mask and the regions in force, where they are others than those outlined. */
  void outline() {
    PlaneInput input = run.input();
    if (input.mask() != outlined.mask() || input.regions() != outlined.regions()) {
      outlined = input;
      stacks.outline(0, input);
    }
  }

  /** Writes the frame of the present state anew. */
  void refresh() {
    write(run.step());
    show();
  }

  /**
   * Shows the stacks whose windows were closed, as they were, and stacks of the run's own frames in
   * the place of those that were turned into something else, which stay open as their user's.
   */
  void reopen() {
    boolean fresh = stacks.renew();
    stacks.keep(true);
    for (ImagePlus stack : new ImagePlus[] {latentsStack(), stepStack()}) {
      if (stack != null && !stack.isVisible()) {
        monitor.opened(stack);
      }
    }
    if (fresh) {
      stacks.outline(0, outlined);
      writeAll();
      show();
    }
  }

  /** Throws if a stack was turned into something else than what frames are written to. */
  void check() {
    stacks.check();
  }

  /** Puts into the stacks what it takes to continue them; {@code path} says what was done. */
  void stamp(ResumeRecord start, List<PathEntry> path) {
    stacks.resumable(start.with(path));
  }

  /** Puts the record of the result into the stacks. */
  void record(ProvenanceEntry entry) {
    stacks.record(entry);
  }

  /** Leaves the stacks to their user. */
  void leave() {
    stacks.keep(false);
    stacks.unsaved();
  }

  /** Closes the stacks. */
  void discard() {
    stacks.discard();
  }
}
