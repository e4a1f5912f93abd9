package io.github.palimpsest.job;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Replacement;
import io.github.palimpsest.image.Results;
import io.github.palimpsest.image.Titles;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.CandidateLabel;
import io.github.palimpsest.stack.Provenance;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Repaints the masked part of some planes of an image, some samples of each. */
final class InpaintJob {
  private final ImagePlus image;
  private final Request request;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final int samples;
  private final boolean replace;
  private final List<Double> seconds = new ArrayList<>();

  InpaintJob(ImagePlus image, Request request, Monitor monitor, List<StepHook> hooks) {
    boolean expands = Expansion.asked(request);
    this.image = expands ? Expansion.canvas(image, request) : image;
    this.request = expands ? Expansion.everyPlane(request) : request;
    this.monitor = monitor;
    this.hooks = hooks;
    samples = request.integer(Param.SAMPLES, 1);
    replace = request.text(Param.OUTPUT).equals("Replace");
  }

  Outcome run() {
    if (!replace) {
      return repaint();
    }
    if (samples > 1) {
      throw BadInput.of(
          "samples (%d) must be 1 with output=Replace: use output=New for several results.",
          samples);
    }
    Replacement.check(image);
    try (Replacement.Held held = Replacement.lock(image)) {
      return repaint();
    }
  }

  private Outcome repaint() {
    Provenance.check(image);
    List<Aim> aims = Aim.all(image, request, new Once(monitor::warn));
    try (Setup setup =
        Setup.open(
            request, monitor, folder -> MemoryNeed.inpaint(image, aims, request, folder, false))) {
      IdleKeys.of(setup).forEach(setup::warnOnce);
      return paint(setup, Background.get(monitor, () -> Aim.on(setup, aims)));
    }
  }

  private Outcome paint(Setup setup, List<Target> targets) {
    long odd = targets.stream().mapToLong(Target::nonFinite).sum();
    if (odd > 0) {
      monitor.warn(
          odd
              + " pixels inside the mask are NaN or infinite: the model saw the middle of the range"
              + " there, and they are replaced.");
    }
    RunRecord record =
        new RunRecord("Diffusion Inpaint...", setup, samples)
            .source(image, request.text(Param.MASK), targets);
    if (request.on(Param.STREAM)) {
      setup.warnOnce(targets.get(0).units().doubt());
    }
    Results results = replace ? null : Results.copyOf(image, samples);
    Runs runs = new Runs(setup, monitor, hooks, samples, targets);
    List<List<PlaneEdit>> edits = new ArrayList<>();
    try {
      for (int k = 0; k < samples; k++) {
        long start = System.nanoTime();
        List<PlaneEdit> sample = new ArrayList<>();
        for (Target target : targets) {
          sample.add(target.edit(paint(setup, runs, target, targets, k)));
        }
        edits.add(sample);
        seconds.add((System.nanoTime() - start) / 1e9);
      }
    } catch (RuntimeException | Error e) {
      runs.discard();
      throw e;
    }
    return finish(targets, record, results, runs, edits);
  }

  private float[][] paint(Setup setup, Runs runs, Target target, List<Target> targets, int sample) {
    Rectangle frame = Target.frame(targets);
    return runs.paint(
        target.context(setup),
        request.seed() + sample,
        first ->
            Streams.of(
                request,
                word -> Titles.of(image, word),
                first,
                frame,
                target.source().length,
                samples * targets.size(),
                target.range(),
                target.units(),
                image.getCalibration()),
        target.canvas(frame));
  }

  private Outcome finish(
      List<Target> targets,
      RunRecord record,
      Results results,
      Runs runs,
      List<List<PlaneEdit>> edits) {
    var entry = record.json();
    List<Double> seams = new ArrayList<>();
    edits.forEach(sample -> seams.add(Seams.of(targets, sample)));
    entry.add("seams", Seams.json(seams));
    if (replace) {
      Product.requireInPlace(image, targets);
    }
    List<ImagePlus> images = Product.write(image, results, targets, edits, entry);
    if (samples > 1) {
      label(images, targets, seams);
    }
    return runs.outcome(images, entry);
  }

  /** Seed, seam score and time on every plane that was painted; what it was called comes after. */
  private void label(List<ImagePlus> images, List<Target> targets, List<Double> seams) {
    for (int k = 0; k < samples; k++) {
      ImageStack stack = images.get(images.size() == 1 ? 0 : k).getStack();
      int offset = images.size() == 1 ? k * image.getStackSize() : 0;
      var label = new CandidateLabel(request.seed() + k, seams.get(k), seconds.get(k));
      for (Target target : targets) {
        int position = target.plane().position() + offset;
        String own = stack.getSliceLabel(position);
        stack.setSliceLabel(own == null ? label.toString() : label + "\n" + own, position);
      }
    }
  }
}
