package io.github.palimpsest.record;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.record.RecordFact.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    List<String> lines = new ArrayList<>();
    for (RecordedRun run : runs(image)) {
      lines.add(run.title());
      run.facts().forEach(fact -> lines.add("  " + fact.name() + ": " + fact.value()));
    }
    return lines;
  }

  /**
   * The same, fact by fact.
   *
   * @throws BadInput if the image carries none
   */
  public static List<RecordedRun> runs(ImagePlus image) {
    Provenance.known(image);
    PixelCheck check = new PixelCheck(image);
    List<RecordedRun> runs = new ArrayList<>();
    for (int i = 0; i < check.runs().size(); i++) {
      List<RecordFact> facts = new ArrayList<>();
      RecordFields run = check.runs().get(i).fields();
      run(facts, run);
      pixels(facts, check, i);
      fact(facts, Topic.SOFTWARE, "software", run.json().get("software"));
      String title = "Run " + (i + 1) + " of " + check.runs().size() + " in " + image.getTitle();
      runs.add(new RecordedRun(title, facts));
    }
    return runs;
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

  private static void run(List<RecordFact> facts, RecordFields run) {
    JsonObject json = run.json();
    fact(facts, Topic.RUN, "command", json.get("command"));
    fact(facts, Topic.RUN, "date", json.get("date"));
    fact(facts, Topic.RUN, "device", json.get("device"));
    fact(facts, Topic.RUN, "source", json.get("source"));
    each(run, "planes", plane -> fact(facts, Topic.RUN, "plane", plane.json()));
    each(run, "learnt", part -> fact(facts, Topic.MODEL, "learnt from", part.json()));
    if (run.has("model")) {
      JsonObject model = run.object("model").json().deepCopy();
      JsonElement hashes = model.remove("sha256");
      fact(facts, Topic.MODEL, "model", model);
      if (hashes != null && hashes.isJsonObject()) {
        hashes
            .getAsJsonObject()
            .entrySet()
            .forEach(e -> fact(facts, Topic.MODEL, "sha256 of " + e.getKey(), e.getValue()));
      }
    }
    fact(facts, Topic.VALUES, "request", json.get("request"));
    fact(facts, Topic.VALUES, "settings", json.get("settings"));
    fact(facts, Topic.VALUES, "seeds", json.get("seeds"));
    fact(facts, Topic.VALUES, "seam scores", json.get("seams"));
    each(run, "edits", edit -> edit(facts, edit));
    fact(facts, Topic.EDITS, "hooks of scripts", json.get("hooks"));
    fact(facts, Topic.EDITS, "branch", json.get("branch"));
    each(run, "branches", branch -> branch(facts, branch));
  }

  private static void pixels(List<RecordFact> facts, PixelCheck check, int run) {
    if (!check.fits(run)) {
      facts.add(
          RecordFact.warning(
              Topic.PIXELS,
              "synthetic pixels",
              "no longer to be found: the image was cropped or scaled since"));
    }
    for (PixelSet set : check.sets(run)) {
      var b = set.bounds();
      facts.add(
          RecordFact.of(
              Topic.PIXELS,
              "synthetic pixels",
              "%d on plane %d, within %d,%d,%d,%d"
                  .formatted(set.size(), set.position(), b.x, b.y, b.width, b.height)));
      PixelState state = check.state(run, set);
      if (state != PixelState.UNCHANGED) {
        facts.add(RecordFact.warning(Topic.PIXELS, "these pixels", state.words()));
      }
    }
  }

  private static void edit(List<RecordFact> facts, RecordFields edit) {
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
    fact(facts, Topic.EDITS, "edit", told);
  }

  private static void branch(List<RecordFact> facts, RecordFields branch) {
    String left =
        branch.has("of")
            ? ", left from " + branch.text("of") + " after step " + branch.text("step")
            : "";
    facts.add(RecordFact.of(Topic.EDITS, "branches", branch.text("name") + left));
  }

  private static void each(RecordFields run, String key, Consumer<RecordFields> action) {
    if (run.has(key)) {
      run.objects(key).forEach(action);
    }
  }

  private static void fact(List<RecordFact> facts, Topic topic, String name, JsonElement value) {
    if (value == null || plain(value).isEmpty()) {
      return;
    }
    Map<String, String> parts = new LinkedHashMap<>();
    if (value.isJsonObject()) {
      value.getAsJsonObject().entrySet().forEach(e -> parts.put(e.getKey(), plain(e.getValue())));
    }
    facts.add(new RecordFact(topic, name, plain(value), parts, false));
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
