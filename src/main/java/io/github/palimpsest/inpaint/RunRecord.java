package io.github.palimpsest.inpaint;

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What the provenance record says of a job: enough to do it again and to check that it agrees. */
final class RunRecord {
  private final JsonObject json = new JsonObject();
  private final JsonArray planes = new JsonArray();

  RunRecord(String command, ResolvedRequest setup, int samples) {
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

  private static JsonObject model(ResolvedRequest setup) {
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

  /** The ROIs that the mask of a plane is made of, as texts. */
  static List<String> outlines(ImagePlus image, String mask, int position) {
    List<String> texts = new ArrayList<>();
    for (Roi roi : Masks.outlines(image, mask, position)) {
      texts.add(Base64.getEncoder().encodeToString(RoiEncoder.saveAsByteArray(roi)));
    }
    return texts;
  }

  /** Says what the image was and which outlines its mask had. */
  RunRecord source(ImagePlus image, JsonArray rois, List<PlaneInput> targets) {
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

  private void plane(PlaneInput target) {
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
