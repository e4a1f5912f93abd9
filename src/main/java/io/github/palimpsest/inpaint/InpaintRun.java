package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.WarnOnce;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.image.Titles;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.input.Outpainting;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.CandidateLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Repaints the masked part of some planes of an image, some samples of each. */
final class InpaintRun {
  private final ImagePlus image;
  private final Request request;
  private final Monitor monitor;
  private final List<StepHook> hooks;
  private final int samples;
  private final boolean replace;

  InpaintRun(ImagePlus image, Request request, Monitor monitor, List<StepHook> hooks) {
    boolean expands = Outpainting.asked(request);
    this.image = expands ? Outpainting.canvas(image, request) : image;
    this.request = expands ? Outpainting.everyPlane(request) : request;
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
    InPlaceEdit.check(image);
    try (InPlaceEdit.Held held = InPlaceEdit.lock(image)) {
      return repaint();
    }
  }

  private Outcome repaint() {
    Provenance.check(image);
    List<MaskedPlane> masked = MaskedPlane.all(image, request, new WarnOnce(monitor::warn));
    AtomicReference<Read> read = new AtomicReference<>();
    try (ResolvedRequest resolved =
        ResolvedRequest.open(
            request,
            monitor,
            folder -> {
              Model fit = ImageModels.of(folder, masked);
              MemoryEstimate.inpaint(image, masked, request, fit, false).check(monitor);
              return fit;
            },
            model -> read.set(read(model, masked)))) {
      resolved.warnOfUnusedKeys();
      return paint(resolved, read.get());
    }
  }

  /**
   * Everything that the run takes from the image and its ROIs, read at one moment.
   *
   * @param results copies of the image to write into, or null to replace its pixels
   */
  private record Read(List<PlaneInput> inputs, List<String> rois, ResultImages results) {}

  private Read read(PlaneReader model, List<MaskedPlane> masked) {
    List<PlaneInput> inputs = MaskedPlane.on(model, masked);
    List<String> rois = MaskedPlane.outlines(masked, inputs);
    return new Read(inputs, rois, replace ? null : ResultImages.copyOf(image, samples));
  }

  private Outcome paint(ResolvedRequest resolved, Read read) {
    List<PlaneInput> inputs = read.inputs();
    long odd = inputs.stream().mapToLong(PlaneInput::nonFinite).sum();
    if (odd > 0) {
      monitor.warn(
          odd
              + " pixels inside the mask are NaN or infinite: the model saw the middle of the range"
              + " there, and they are replaced.");
    }
    RunRecord record =
        RunRecords.inpainted("Diffusion Inpaint...", resolved, samples, image, read.rois(), inputs);
    if (request.on(Param.STREAM)) {
      resolved.warnOnce(inputs.get(0).units().doubt());
    }
    SampleRuns runs =
        new SampleRuns(resolved, monitor, hooks, inputs, word -> Titles.of(image, word), image);
    return finish(inputs, record, read.results(), runs, runs.run());
  }

  private Outcome finish(
      List<PlaneInput> inputs,
      RunRecord record,
      ResultImages results,
      SampleRuns runs,
      List<Integer> finished) {
    List<List<PlaneEdit>> edits = finished.stream().map(runs::edits).toList();
    List<Double> seams = edits.stream().map(sample -> ResultWriter.seam(inputs, sample)).toList();
    ProvenanceEntry entry = recorded(record, finished).withSeams(seams);
    if (replace) {
      ResultWriter.requireInPlace(image, inputs);
    }
    boolean whole = finished.size() == samples;
    if (!whole) {
      results.keep(finished.size());
    }
    List<ImagePlus> images = ResultWriter.write(image, results, inputs, edits, entry);
    if (samples > 1) {
      List<CandidateLabel> labels = new ArrayList<>();
      for (int k : finished) {
        double seam = seams.get(labels.size());
        labels.add(new CandidateLabel(request.seed() + k, seam, runs.seconds().get(k)));
      }
      label(images, inputs, labels, results.planesPerSample());
    }
    // the stacks of stopped runs are gone
    return whole ? runs.outcome(images, record, entry) : new Outcome(images, null, null, null);
  }

  /** The record of the samples that are there. */
  private ProvenanceEntry recorded(RunRecord record, List<Integer> finished) {
    ProvenanceEntry entry = ProvenanceEntry.of(record);
    for (int k = samples - 1; k >= 0; k--) {
      entry = finished.contains(k) ? entry : entry.withoutSample(k);
    }
    return entry;
  }

  /** Seed, seam score and time on every plane that was painted; what it was called comes after. */
  private void label(
      List<ImagePlus> images, List<PlaneInput> inputs, List<CandidateLabel> labels, int planes) {
    for (int k = 0; k < labels.size(); k++) {
      ImageStack stack = images.get(images.size() == 1 ? 0 : k).getStack();
      int offset = k * planes;
      CandidateLabel label = labels.get(k);
      for (PlaneInput input : inputs) {
        for (int at : input.planes().positions()) {
          String own = stack.getSliceLabel(at + offset);
          stack.setSliceLabel(own == null ? label.toString() : label + "\n" + own, at + offset);
        }
      }
    }
  }
}
