package io.github.palimpsest.inpaint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.List;

/** How a guided run began, for its stacks, and how its result is written, with its provenance. */
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
      ResolvedRequest setup,
      PlaneInput target,
      JsonArray rois) {
    this.source = source;
    this.seed = seed;
    if (target.blank()) {
      record = new RunRecord(GenerateRun.COMMAND, setup, 1);
    } else {
      record =
          new RunRecord("Guided Diffusion...", setup, 1)
              .source(image, rois.deepCopy(), List.of(target));
    }
  }

  /** The outlines of the mask; null when generating. */
  JsonArray rois() {
    return record.json().getAsJsonArray("rois");
  }

  /** Where and how the run began, see {@code stack.Resumable}. */
  JsonObject start(ResolvedRequest setup, PlaneInput target) {
    JsonObject json = ResumeRecord.of(record.json(), setup, List.of(target), 1);
    JsonObject run = json.getAsJsonArray("runs").get(0).getAsJsonObject();
    run.addProperty("seed", Long.toString(seed));
    return json;
  }

  /** The provenance of the result: this record and {@code extra}, what the session adds. */
  JsonObject entry(JsonObject extra, int hooks) {
    JsonObject entry = record.json().deepCopy();
    extra.entrySet().forEach(e -> entry.add(e.getKey(), e.getValue()));
    if (hooks > 0) {
      entry.addProperty("hooks", hooks);
    }
    return entry;
  }

  /**
   * Writes the finished picture: into a new image, or into the image itself, as the request says.
   *
   * @param result in model units
   */
  List<ImagePlus> write(Request request, PlaneInput target, float[][] result, JsonObject entry) {
    ImagePlus image = source.now();
    ResultWriter.requireInPlace(image, List.of(target));
    PlaneEdit edit = target.edit(result);
    if (!target.blank()) {
      entry.add("seams", Seams.json(List.of(Seams.of(List.of(target), List.of(edit)))));
    }
    return ResultWriter.write(
        image, results(image, request, target), List.of(target), List.of(List.of(edit)), entry);
  }

  private ResultImages results(ImagePlus image, Request request, PlaneInput target) {
    if (target.blank()) {
      return GenerateRun.results(image, 1, target.range());
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
