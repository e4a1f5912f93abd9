package io.github.palimpsest.record;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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
    Provenance.known(image);
    PixelCheck check = new PixelCheck(image);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < check.runs().size(); i++) {
      lines.add("Run " + (i + 1) + " of " + check.runs().size() + " in " + image.getTitle());
      RecordFields run = check.runs().get(i).fields();
      run(lines, run);
      pixels(lines, check, i);
      fact(lines, "software", run.json().get("software"));
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
    return PRETTY.toJson(RecordFields.parse(image.getProp(Provenance.PROPERTY)));
  }

  private static void run(List<String> lines, RecordFields run) {
    JsonObject json = run.json();
    fact(lines, "command", json.get("command"));
    fact(lines, "date", json.get("date"));
    fact(lines, "device", json.get("device"));
    fact(lines, "source", json.get("source"));
    each(run, "planes", plane -> fact(lines, "plane", plane.json()));
    each(run, "learnt", part -> fact(lines, "learnt from", part.json()));
    if (run.has("model")) {
      JsonObject model = run.object("model").json().deepCopy();
      JsonElement hashes = model.remove("sha256");
      fact(lines, "model", model);
      if (hashes != null && hashes.isJsonObject()) {
        hashes
            .getAsJsonObject()
            .entrySet()
            .forEach(e -> fact(lines, "sha256 of " + e.getKey(), e.getValue()));
      }
    }
    fact(lines, "request", json.get("request"));
    fact(lines, "settings", json.get("settings"));
    fact(lines, "seeds", json.get("seeds"));
    fact(lines, "seam scores", json.get("seams"));
    each(run, "edits", edit -> edit(lines, edit));
    fact(lines, "hooks of scripts", json.get("hooks"));
    fact(lines, "branch", json.get("branch"));
    each(run, "branches", branch -> branch(lines, branch));
  }

  private static void pixels(List<String> lines, PixelCheck check, int run) {
    if (!check.fits(run)) {
      lines.add("  synthetic pixels: no longer to be found: the image was cropped or scaled since");
    }
    for (PixelSet set : check.sets(run)) {
      var b = set.bounds();
      lines.add(
          "  synthetic pixels: %d on plane %d, within %d,%d,%d,%d"
              .formatted(set.size(), set.position(), b.x, b.y, b.width, b.height));
      PixelState state = check.state(run, set);
      if (state != PixelState.UNCHANGED) {
        lines.add("  these pixels: " + state.words());
      }
    }
  }

  private static void edit(List<String> lines, RecordFields edit) {
    JsonObject told = new JsonObject();
    for (String key : new String[] {"at", "weight", "horizon"}) {
      if (edit.has(key)) {
        told.add(key, edit.json().get(key));
      }
    }
    for (String stack : new String[] {"steps", "latents"}) {
      if (edit.has(stack)) {
        told.addProperty("on", stack);
        told.add("box", edit.object(stack).json().get("box"));
      }
    }
    fact(lines, "edit", told);
  }

  private static void branch(List<String> lines, RecordFields branch) {
    String left =
        branch.has("of")
            ? ", left from " + branch.text("of") + " after step " + branch.text("step")
            : "";
    lines.add("  branches: " + branch.text("name") + left);
  }

  private static void each(RecordFields run, String key, Consumer<RecordFields> action) {
    if (run.has(key)) {
      run.objects(key).forEach(action);
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
    return value.isJsonNull() ? "none" : value.getAsString();
  }
}
