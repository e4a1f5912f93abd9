package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import io.github.palimpsest.inpaint.sampler.ChannelMapping;
import io.github.palimpsest.inpaint.sampler.SchedulerChoice;
import io.github.palimpsest.inpaint.sampler.StepCosts;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a user should know of a run before it begins: what comes out worse than it might, a sentence
 * each with what helps; and about how long it takes in how much memory.
 */
public final class RunNotes {
  /** Share of what the model sees that must be known for a fill to have something to go by. */
  private static final double LEAST_KNOWN = 0.05;

  /**
   * Side in pixels of holes that are larger than what the bundled models were trained to close, see
   * docs/model-card.md: objects are seldom larger, and what is becomes background.
   */
  private static final double LARGE_HOLE = 96;

  private final RunForecast run;
  private final Model model;

  public RunNotes(RunForecast run) {
    this.run = run;
    model = run.model();
  }

  /** The sentences, the most important first; none for a run without surprises. */
  public List<String> sentences() {
    List<String> notes = new ArrayList<>();
    if (run.isNew()) {
      clouds(notes);
    } else if (!nothingKnown(notes)) {
      largeHole(notes);
      colours(notes);
    }
    return notes;
  }

  /** An inpainting network has nothing to go on from. */
  private void clouds(List<String> notes) {
    if (model.inpainting() && !model.learnsFromImage()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "From words alone %s paints clouds: it is made to fill holes. Open an image like the one"
                  + " you want and choose the model \"%s\", or draw a control map.",
              model.name(),
              Models.THIS_IMAGE));
    }
  }

  private boolean nothingKnown(List<String> notes) {
    Rectangle seen = run.crop().visible();
    double all = (double) seen.width * seen.height;
    double known = all - run.open().count();
    if (known > LEAST_KNOWN * all) {
      return false;
    }
    ImagePlus image = run.image();
    boolean whole = all == (double) image.getWidth() * image.getHeight();
    notes.add(
        String.format(
            Locale.ROOT,
            "%s: %s of the image is left to go by, everything will be invented. %s.",
            whole
                ? "The mask covers all of '" + image.getTitle() + "'"
                : "All is mask that is seen",
            known == 0 ? "nothing" : "next to nothing",
            whole ? "Select a smaller part" : "Let the context be larger"));
    return true;
  }

  private void largeHole(List<String> notes) {
    Mask hole = run.open();
    Rectangle bounds = hole.bounds();
    double side = Math.min(Math.sqrt(hole.count()), Math.min(bounds.width, bounds.height));
    if (side > LARGE_HOLE && model.inpainting() && trained()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The hole is about %d pixels across, and what is larger than an object mostly becomes"
                  + " background: select less, draw a control map, or choose the model \"%s\".",
              Math.round(side),
              better()));
    }
  }

  /** Whether it is a small model of pixels that knows no picture but those it was trained on. */
  private boolean trained() {
    return model.pixelSpace() && !model.learnsFromImage();
  }

  private String better() {
    return model.name() + Models.AND_THIS_IMAGE;
  }

  private void colours(List<String> notes) {
    if (!trained() || model.imageChannels() != 1) {
      return;
    }
    boolean rgb = run.planes().planes().type() == SampleType.RGB;
    int channels = run.image().getNChannels();
    if (rgb) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s paints one colour after the other, which can leave blotches. The models \"%s\" and"
                  + " \"%s\" fill all colours together.",
              model.name(),
              Models.THIS_IMAGE,
              better()));
    } else if (channels > 1 && !run.request().text(Param.CHANNELS).isBlank()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s fills each channel by itself. The models \"%s\" and \"%s\" fill them together.",
              model.name(),
              Models.THIS_IMAGE,
              better()));
    }
  }

  /**
   * About how long the run takes and what memory it needs, such as {@code Takes about 40 s and 63
   * MB of memory}; the time is known once the model has run on this computer.
   */
  public String cost() {
    double seconds = seconds();
    String time = Double.isNaN(seconds) ? "" : TimeLeft.say(seconds) + " and ";
    MemoryEstimate memory = memory();
    double bytes = memory.heapBytes() + memory.networkBytes();
    bytes += model.inUse() ? 0 : model.memory().weights();
    return "Takes about " + time + FreeMemory.say(bytes) + " of memory";
  }

  /** Why the run does not fit and what helps, in a sentence; empty if it fits. */
  public String tooLarge() {
    try {
      require();
      return "";
    } catch (BadInput e) {
      return e.getMessage();
    }
  }

  /**
   * Refuses a run that does not fit.
   *
   * @throws BadInput with the remedy
   */
  void require() {
    memory().check();
  }

  private MemoryEstimate memory() {
    return run.isNew()
        ? MemoryEstimate.generate(
            run.request().integer(Param.WIDTH, 0),
            run.request().integer(Param.HEIGHT, 0),
            run.image() == null ? Byte.SIZE : run.image().getBitDepth(),
            run.request(),
            model)
        : MemoryEstimate.inpaint(run.image(), List.of(run.planes()), run.request(), model, false);
  }

  /** About how long the run takes on all cores; NaN until the model has run on this computer. */
  public double seconds() {
    int networks =
        run.request().number(Param.GUIDANCE, model.defaultGuidance()) > 1
                && model.supportsGuidance()
            ? 2
            : 1;
    int steps = new SchedulerChoice(model, run.request()).create().steps();
    int passes = new ChannelMapping(run.channels(), model.imageChannels(), null).count();
    int samples = run.request().integer(Param.SAMPLES, 1);
    long work = (long) run.crop().width() * run.crop().height() * networks * steps * passes;
    return StepCosts.guess(run.request().text(Param.DEVICE), model, run.crop(), work)
        * samples
        * run.count();
  }
}
