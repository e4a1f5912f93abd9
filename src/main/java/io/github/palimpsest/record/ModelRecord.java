package io.github.palimpsest.record;

import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The model of a run.
 *
 * @param name of its folder
 * @param licence as its card says, or null
 * @param rewriter what had rewritten its networks, or {@code off}; null where it has none, and in
 *     records that do not tell
 * @param sha256 of its files, by their path in the folder; null in records that have none
 */
public record ModelRecord(
    String name, String licence, String rewriter, Map<String, String> sha256) {
  static ModelRecord read(RecordFields fields) {
    Map<String, String> files = null;
    if (fields.has("sha256")) {
      files = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> e : fields.object("sha256").json().entrySet()) {
        files.put(e.getKey(), e.getValue().isJsonPrimitive() ? e.getValue().getAsString() : "");
      }
    }
    return new ModelRecord(
        fields.has("name") ? fields.text("name") : "",
        fields.has("licence") ? fields.text("licence") : null,
        fields.has("rewriter") ? fields.text("rewriter") : null,
        files);
  }
}
