package io.github.palimpsest.stack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * An image's {@link Provenance} for people: one line a fact, without the data that only machines
 * read (bits of masks, paint, outlines). Any thread.
 */
public final class ProvenanceText {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private ProvenanceText() {}

  /**
   * The record in words, a block of lines for each run, oldest first.
   *
   * @throws BadInput if the image carries none
   */
  public static List<String> lines(ImagePlus image) {
    List<JsonObject> runs = Provenance.known(image);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      lines.add("Run " + (i + 1) + " of " + runs.size() + " in " + image.getTitle());
      run(lines, runs.get(i));
    }
    return lines;
  }

  /**
   * The whole record as JSON, indented.
   *
   * @throws BadInput if the image carries none
   */
  public static String json(ImagePlus image) {
    Provenance.known(image);
    return PRETTY.toJson(JsonParser.parseString(image.getProp(Provenance.PROPERTY)));
  }

  private static void run(List<String> lines, JsonObject run) {
    fact(lines, "command", run.get("command"));
    fact(lines, "date", run.get("date"));
    fact(lines, "device", run.get("device"));
    fact(lines, "source", run.get("source"));
    each(run, "planes", plane -> fact(lines, "plane", plane));
    JsonObject model = object(run, "model").deepCopy();
    JsonObject hashes = object(model, "sha256");
    model.remove("sha256");
    fact(lines, "model", model);
    hashes.entrySet().forEach(e -> fact(lines, "sha256 of " + e.getKey(), e.getValue()));
    fact(lines, "request", run.get("request"));
    fact(lines, "settings", run.get("settings"));
    fact(lines, "seeds", run.get("seeds"));
    fact(lines, "seam scores", run.get("seams"));
    each(run, "edits", edit -> edit(lines, edit));
    fact(lines, "hooks of scripts", run.get("hooks"));
    fact(lines, "branch", run.get("branch"));
    each(run, "branches", branch -> branch(lines, branch));
    for (PixelSet set : Provenance.pixels(run)) {
      var b = set.bounds();
      lines.add(
          "  synthetic pixels: %d on plane %d, within %d,%d,%d,%d"
              .formatted(set.size(), set.position(), b.x, b.y, b.width, b.height));
    }
    fact(lines, "software", run.get("software"));
  }

  private static void edit(List<String> lines, JsonObject edit) {
    JsonObject told = new JsonObject();
    for (String key : new String[] {"at", "weight", "horizon"}) {
      if (edit.has(key)) {
        told.add(key, edit.get(key));
      }
    }
    for (String stack : new String[] {"steps", "latents"}) {
      if (edit.has(stack)) {
        told.addProperty("on", stack);
        told.add("box", object(edit, stack).get("box"));
      }
    }
    fact(lines, "edit", told);
  }

  private static void branch(List<String> lines, JsonObject branch) {
    String left =
        branch.has("of")
            ? ", left from "
                + branch.get("of").getAsString()
                + " after step "
                + branch.get("step").getAsInt()
            : "";
    lines.add("  branches: " + branch.get("name").getAsString() + left);
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.has(key) ? json.getAsJsonObject(key) : new JsonObject();
  }

  private static void each(JsonObject json, String key, Consumer<JsonObject> action) {
    if (json.has(key)) {
      json.getAsJsonArray(key).forEach(e -> action.accept(e.getAsJsonObject()));
    }
  }

  private static void fact(List<String> lines, String name, JsonElement value) {
    if (value != null && !plain(value).isEmpty()) {
      lines.add("  " + name + ": " + plain(value));
    }
  }

  /** Without braces and quotes. */
  private static String plain(JsonElement value) {
    if (value.isJsonObject()) {
      StringJoiner words = new StringJoiner(", ");
      for (Map.Entry<String, JsonElement> e : value.getAsJsonObject().entrySet()) {
        words.add(e.getKey() + " " + plain(e.getValue()));
      }
      return words.toString();
    }
    if (value.isJsonArray()) {
      JsonArray array = value.getAsJsonArray();
      StringJoiner words = new StringJoiner(",");
      array.forEach(e -> words.add(plain(e)));
      return words.toString();
    }
    return value.getAsString();
  }
}
