package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.inpaint.GenerateRun;
import io.github.palimpsest.inpaint.ResultWriter;
import io.github.palimpsest.inpaint.RunRecords;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.record.SessionPart;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.List;

/** The record of a guided run: how it began, for its stacks, and what its result carries. */
final class GuidedRecord {
  private final KeptSource source;
  private final long seed;
  private final RunRecord record;

  /**
   * Begins a record.
   *
   * @param rois the outlines of the mask as they were read; null when generating
   */
  GuidedRecord(
      KeptSource source,
      ImagePlus image,
      long seed,
      ResolvedRequest resolved,
      PlaneInput input,
      List<String> rois) {
    this.source = source;
    this.seed = seed;
    record =
        input.blank()
            ? RunRecords.generated(GenerateRun.COMMAND, resolved, 1, input)
            : RunRecords.inpainted("Guided Diffusion...", resolved, 1, image, rois, List.of(input));
  }

  /** The outlines of the mask; null when generating. */
  List<String> rois() {
    return record.rois();
  }

  /** Where and how the run began. */
  ResumeRecord start(ResolvedRequest resolved, PlaneInput input) {
    return RunRecords.resume(record, false, resolved, List.of(input), 1, seed);
  }

  /**
   * Writes the finished picture: into a new image, or into the image itself, as the request says.
   *
   * @param part what the session tells
   * @param stacks receive the record as well
   */
  List<ImagePlus> write(
      Request request,
      PlaneInput input,
      List<PlaneEdit> edits,
      SessionPart part,
      int hooks,
      RunStacks stacks) {
    ImagePlus image = source.now();
    ResultWriter.requireInPlace(image, List.of(input));
    ProvenanceEntry entry = ProvenanceEntry.of(record).with(part).withHooks(hooks);
    if (!input.blank()) {
      entry = entry.withSeams(List.of(ResultWriter.seam(List.of(input), edits)));
    }
    List<ImagePlus> images =
        ResultWriter.write(
            image, results(image, request, input), List.of(input), List.of(edits), entry);
    stacks.record(entry);
    return images;
  }

  private ResultImages results(ImagePlus image, Request request, PlaneInput input) {
    if (input.blank()) {
      return GenerateRun.results(image, 1, input.ranges().get(0));
    }
    return request.text(Param.OUTPUT).equals("Replace") ? null : ResultImages.copyOf(image, 1);
  }

  /** Throws if the result could not be written where the request says. */
  static void check(ImagePlus image, Request request) {
    if (request.text(Param.OUTPUT).equals("Replace")) {
      InPlaceEdit.check(image);
    }
    Plane.of(image, 1);
    Provenance.check(image);
  }
}
