package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ChannelColours;
import io.github.palimpsest.image.MadeFrom;
import io.github.palimpsest.image.OutlineOverlay;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ImageSampler;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.FrameStack;
import io.github.palimpsest.stack.StackCloser;
import io.github.palimpsest.stack.StepLabel;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The step and latents stacks of a job, shown and filled while it runs; one slice for each run (a
 * sample of a plane), one frame for each state.
 */
public final class StepStacks {
  private static final double LATENT_RANGE = 3;

  private volatile FrameStack steps;
  private volatile FrameStack latents;
  private final Units units;

  /** The part of the image that the step stack shows. */
  private final Rectangle frame;

  private StepStacks(FrameStack steps, FrameStack latents, Units units, Rectangle frame) {
    this.steps = steps;
    this.latents = latents;
    this.units = units;
    this.frame = frame;
  }

  /**
   * What the request asks for, not shown yet.
   *
   * @param title of a stack, from {@code steps} or {@code latents}
   * @param first the first sampler, which says how large everything is
   * @param frame the part of the image that the step stack shows
   * @param runs how many there will be
   * @param plane the first that is repainted; its ranges are shown as black and white
   * @param image the plane's
   */
  public static StepStacks of(
      Request request,
      Function<String, String> title,
      ImageSampler first,
      Rectangle frame,
      int runs,
      PlaneInput plane,
      ImagePlus image) {
    Units units = plane.units();
    FrameStack steps = null;
    FrameStack latents = null;
    int frames = first.steps() + 1;
    if (request.on(Param.LATENTS)) {
      latents =
          FrameStack.create(
                  title.apply("latents"),
                  first.latentWidth(),
                  first.latentHeight(),
                  first.latentChannels(),
                  runs,
                  frames)
              .display(-LATENT_RANGE, LATENT_RANGE);
    }
    if (request.on(Param.STREAM)) {
      int channels = plane.source().length;
      FrameStack plain =
          FrameStack.create(title.apply("steps"), frame.width, frame.height, channels, runs, frames)
              .calibrate(image.getCalibration(), frame.x, frame.y);
      steps =
          channels == 1
              ? grey(plain, plane)
              : plain.inColour(looks(image, plane), ChannelColours.mode(image));
    }
    for (FrameStack stack : new FrameStack[] {steps, latents}) {
      if (stack != null) {
        MadeFrom.note(stack.image(), image, frame);
      }
    }
    if (steps != null) {
      steps.start().note(steps.image());
    }
    return new StepStacks(steps, latents, units, frame);
  }

  private static FrameStack grey(FrameStack stack, PlaneInput plane) {
    double[] shown = shown(plane, 0);
    stack.display(shown[0], shown[1]);
    return plane.units().rising() ? stack : stack.inverted();
  }

  /** The least and the largest value that a channel shows. */
  private static double[] shown(PlaneInput plane, int channel) {
    double black = plane.units().toCalibrated(plane.ranges().get(channel).min());
    double white = plane.units().toCalibrated(plane.ranges().get(channel).max());
    return new double[] {Math.min(black, white), Math.max(black, white)};
  }

  /** Channels in the image's colours, each over its own range. */
  private static List<LUT> looks(ImagePlus image, PlaneInput plane) {
    List<LUT> looks = new ArrayList<>();
    for (LUT colours : ChannelColours.of(image, plane.planes())) {
      LUT look = plane.units().rising() ? colours : colours.createInvertedLut();
      double[] shown = shown(plane, looks.size());
      look.min = shown[0];
      look.max = shown[1];
      looks.add(look);
    }
    return looks;
  }

  /** Whether a stack was asked for. */
  boolean any() {
    return steps != null || latents != null;
  }

  /** Outlines mask and regions of a run in the stacks; nothing is masked in an empty picture. */
  public void outline(int run, PlaneInput plane) {
    if (plane.blank() && plane.regions().isEmpty()) {
      return;
    }
    if (latents != null) {
      ImagePlus cells = latents.image();
      show(latents, StepOutlines.cells(plane, cells.getWidth(), cells.getHeight()), run);
    }
    if (steps != null) {
      show(steps, StepOutlines.pixels(plane, frame), run);
    }
  }

  private synchronized void show(FrameStack stack, List<Roi> outlines, int run) {
    OutlineOverlay.show(stack.image(), outlines, stack.image().getNSlices() > 1 ? run + 1 : 0);
  }

  /** Opens the stacks to the user. */
  public void show(Monitor monitor) {
    each(stack -> monitor.opened(stack.image()));
  }

  /**
   * The label of the state after step k.
   *
   * @param guidance scale in force
   * @param seed of the run
   */
  public static StepLabel label(ImageSampler sampler, int k, double guidance, long seed) {
    return new StepLabel(
        k,
        sampler.steps(),
        sampler.noiseShare(k),
        sampler.sigma(k),
        sampler.timestep(k),
        guidance,
        seed);
  }

  /** Writes the state after step k of a run. Several runs may write at the same time. */
  public void write(int run, int k, ImageSampler sampler, StepLabel label, StepRenderer renderer) {
    if (latents != null) {
      float[][] x = sampler.latents(k);
      synchronized (this) {
        latents.write(run, k, x, label.toString());
      }
    }
    if (steps != null) {
      // a picture to decode is decoded before the other runs have to wait
      float[][] estimate = renderer.needsEstimate(k) ? sampler.estimate(k) : null;
      synchronized (this) {
        float[][] shown = renderer.draw(estimate);
        steps.write(run, k, units.toCalibrated(shown), label.toString());
      }
    }
  }

  /** Keeps the record of the job in the stacks. */
  public void record(ProvenanceEntry run) {
    each(stack -> Provenance.add(stack.image(), run, List.of()).write());
  }

  /** Keeps in the stacks what it takes to go on from any of their frames. */
  public void resumable(ResumeRecord record) {
    if (latents != null) {
      ResumableStack.put(latents.image(), record, ResumableStack.LATENTS);
    }
    if (steps != null) {
      ResumableStack.put(steps.image(), record, ResumableStack.STEPS);
    }
  }

  /** Refuses so many frames if there is no memory for them; see {@link FrameStack#requireRoom}. */
  public void requireRoom(int frames) {
    each(stack -> stack.requireRoom(frames));
  }

  /** Makes room for a run of another length. */
  public void resize(int frames) {
    each(stack -> stack.resize(frames));
  }

  /** Shows the state after step k, the last that counts. */
  public void end(int k) {
    each(stack -> stack.end(k));
  }

  /**
   * Keeps pixels and paint when the user closes a window; or no longer, and drops what is closed.
   */
  public void keep(boolean kept) {
    each(stack -> stack.keep(kept));
  }

  /** They are their user's now: ImageJ asks before it closes them. */
  public void unsaved() {
    each(stack -> stack.image().changes = true);
  }

  /**
   * Puts empty stacks in the place of those that their user has turned into something else.
   *
   * @return whether there were any; they are to be shown and written
   */
  public boolean renew() {
    FrameStack wasSteps = steps;
    FrameStack wasLatents = latents;
    if (steps != null && !whole(steps)) {
      steps = steps.anew();
    }
    if (latents != null && !whole(latents)) {
      latents = latents.anew();
    }
    return steps != wasSteps || latents != wasLatents;
  }

  /** Throws if a stack has another form than that in which it is written. */
  public void check() {
    each(
        stack -> {
          if (!whole(stack)) {
            ImagePlus now = stack.image();
            throw BadInput.of(
                "'%s' (%d-bit, %d x %d, %d frames) must be %s: undo what changed it, or show the"
                    + " session's own stack again.",
                now.getTitle(),
                now.getBitDepth(),
                now.getWidth(),
                now.getHeight(),
                now.getNFrames(),
                stack.form());
          }
        });
  }

  private static boolean whole(FrameStack stack) {
    return stack.fits() && stack.ordered();
  }

  private void each(Consumer<FrameStack> action) {
    for (FrameStack stack : new FrameStack[] {latents, steps}) {
      if (stack != null) {
        action.accept(stack);
      }
    }
  }

  public ImagePlus steps() {
    return steps == null ? null : steps.image();
  }

  public ImagePlus latents() {
    return latents == null ? null : latents.image();
  }

  /** Takes the stacks away after a stop or a failure. */
  public void discard() {
    keep(false);
    each(stack -> StackCloser.close(stack.image()));
  }
}
