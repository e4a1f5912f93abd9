package io.github.palimpsest.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.roi.Masks;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the provenance record says of a job: enough to do it again and to check that it agrees. */
final class RunRecord {
  private final JsonObject json = new JsonObject();
  private final JsonArray planes = new JsonArray();

  RunRecord(String command, Setup setup, int samples) {
    json.addProperty("command", command);
    json.add("request", setup.request.toJson());
    json.add("model", model(setup));
    JsonObject settings = new JsonObject();
    settings.addProperty("scheduler", setup.schedulerName());
    settings.addProperty("steps", setup.steps);
    settings.addProperty("strength", setup.strength);
    settings.addProperty("guidance", setup.guidance.scale());
    settings.addProperty("method", setup.method());
    json.add("settings", settings);
    JsonArray seeds = new JsonArray();
    for (int k = 0; k < samples; k++) {
      // 64 bits do not survive JSON's doubles
      seeds.add(Long.toString(setup.request.seed() + k));
    }
    json.add("seeds", seeds);
    json.add("edits", new JsonArray());
    json.add("software", software());
    json.addProperty("device", setup.model.device());
    // the day only: the same run gives the same file
    json.addProperty("date", LocalDate.now(ZoneOffset.UTC).toString());
  }

  private static JsonObject model(Setup setup) {
    JsonObject model = new JsonObject();
    model.addProperty("name", setup.folder.name());
    if (!setup.folder.card().licence().isEmpty()) {
      model.addProperty("licence", setup.folder.card().licence());
    }
    JsonObject hashes = new JsonObject();
    setup.folder.sha256().forEach(hashes::addProperty);
    model.add("sha256", hashes);
    return model;
  }

  private static JsonObject software() {
    JsonObject versions = new JsonObject();
    String own = RunRecord.class.getPackage().getImplementationVersion();
    versions.addProperty("palimpsest", own == null ? "development" : own);
    versions.addProperty("onnxruntime", OnnxModels.runtimeVersion());
    versions.addProperty("imagej", IJ.getVersion());
    versions.addProperty("java", System.getProperty("java.version"));
    return versions;
  }

  /** Says what the image was and where its mask came from. */
  RunRecord source(ImagePlus image, String mask, List<Target> targets) {
    List<Integer> positions = targets.stream().map(t -> t.plane().position()).toList();
    return source(image, outlines(image, mask, positions), targets);
  }

  /** The ROIs that the masks of some planes were made of, each once. */
  static JsonArray outlines(ImagePlus image, String mask, List<Integer> positions) {
    Set<String> texts = new LinkedHashSet<>();
    for (int position : positions) {
      for (Roi roi : Masks.outlines(image, mask, position)) {
        texts.add(Base64.getEncoder().encodeToString(RoiEncoder.saveAsByteArray(roi)));
      }
    }
    JsonArray rois = new JsonArray();
    texts.forEach(rois::add);
    return rois;
  }

  /** The same, with the outlines as recorded before. */
  RunRecord source(ImagePlus image, JsonArray rois, List<Target> targets) {
    JsonObject source = new JsonObject();
    source.addProperty("title", image.getTitle());
    source.addProperty("width", image.getWidth());
    source.addProperty("height", image.getHeight());
    source.addProperty("bits", image.getBitDepth());
    json.add("source", source);
    json.add("rois", rois);
    targets.forEach(this::plane);
    json.add("planes", planes);
    return this;
  }

  private void plane(Target target) {
    JsonObject plane = new JsonObject();
    plane.addProperty("position", target.plane().position());
    plane.addProperty("sha256", target.hash());
    plane.add("context", InputsRecord.box(target.crop().context()));
    JsonArray range = new JsonArray();
    range.add(target.range().min());
    range.add(target.range().max());
    plane.add("range", range);
    Units units = target.units();
    if (!units.raw()) {
      JsonArray calibrated = new JsonArray();
      calibrated.add(units.toCalibrated(target.range().min()));
      calibrated.add(units.toCalibrated(target.range().max()));
      plane.add("calibrated", calibrated);
    }
    planes.add(plane);
  }

  /** The record as it stands. */
  JsonObject json() {
    return json;
  }
}
