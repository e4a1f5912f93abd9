package io.github.palimpsest.inpaint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What the stacks of a job carry beside provenance, see {@link
 * io.github.palimpsest.record.Resumable}.
 */
final class ResumeRecord {
  private ResumeRecord() {}

  /**
   * The record of a job.
   *
   * @param entry its provenance
   * @param samples of each target
   */
  static JsonObject of(
      JsonObject entry, ResolvedRequest setup, List<PlaneInput> targets, int samples) {
    JsonObject json = new JsonObject();
    json.add("command", entry.get("command"));
    json.addProperty(
        "title", entry.has("source") ? title(entry.getAsJsonObject("source")) : GenerateRun.TITLE);
    json.add("request", setup.request.toJson());
    json.add("model", entry.get("model").deepCopy());
    json.addProperty("hooked", entry.has("hooks"));
    json.add("frame", InputsRecord.box(PlaneInput.frame(targets)));
    JsonArray all = new JsonArray();
    targets.forEach(t -> all.add(TargetRecord.withSource(t)));
    json.add("targets", all);
    JsonArray runs = new JsonArray();
    for (int k = 0; k < samples; k++) {
      for (int t = 0; t < targets.size(); t++) {
        JsonObject run = new JsonObject();
        run.addProperty("target", t);
        run.addProperty("seed", Long.toString(setup.request.seed() + k));
        runs.add(run);
      }
    }
    json.add("runs", runs);
    json.add("rois", entry.has("rois") ? entry.get("rois").deepCopy() : new JsonArray());
    json.add("path", new JsonArray());
    return json;
  }

  private static String title(JsonObject source) {
    return source.get("title").getAsString();
  }
}
