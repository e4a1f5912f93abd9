package io.github.palimpsest.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * One run in the record of an image. An entry that was read keeps fields that this version does not
 * know, and is read field by field, so that damage matters only where it is met. Immutable.
 */
public final class ProvenanceEntry {
  /** Never changed. */
  private final RecordFields fields;

  ProvenanceEntry(JsonObject json, String title) {
    fields = RecordFields.of(json, title);
  }

  private ProvenanceEntry(JsonObject json, RecordFields like) {
    fields = RecordFields.of(json, like.origin());
  }

  /** The entry of a run that was done. */
  public static ProvenanceEntry of(RunRecord run) {
    return new ProvenanceEntry(RecordCodec.tree(run), "the run");
  }

  private ProvenanceEntry with(String key, Object value) {
    JsonObject json = json();
    json.add(key, RecordCodec.element(value));
    return new ProvenanceEntry(json, fields);
  }

  /** The same with the seam score of each sample; NaN for none. */
  public ProvenanceEntry withSeams(List<Double> seams) {
    return with("seams", seams.stream().map(s -> s.isNaN() ? null : s).toList());
  }

  /** The same with the number of hooks that saw the run; 0 is not recorded. */
  public ProvenanceEntry withHooks(int hooks) {
    return hooks > 0 ? with("hooks", hooks) : this;
  }

  /** The same with other values, such as names without the places where files lay. */
  public ProvenanceEntry withRequest(Request request) {
    return with("request", request);
  }

  /** The seam score of each sample, NaN for none; empty where the record has none. */
  public List<Double> seams() {
    List<Double> seams = new ArrayList<>();
    if (fields.json().get("seams") instanceof JsonArray all) {
      all.forEach(seam -> seams.add(seam.isJsonNull() ? Double.NaN : seam.getAsDouble()));
    }
    return seams;
  }

  /** The same with what a session tells. */
  public ProvenanceEntry with(SessionPart part) {
    return with("session", part.session())
        .with("edits", part.edits())
        .with("branches", part.branches())
        .with("branch", part.branch());
  }

  /** The same with other generated pixels. */
  public ProvenanceEntry withPixels(List<PixelSet> pixels) {
    return with("pixels", pixels.stream().map(PixelSet::toJson).toList());
  }

  /** A copy of the entry as JSON, for who knows the format. */
  public JsonObject json() {
    return fields.json().deepCopy();
  }

  RecordFields fields() {
    return fields;
  }

  /** How many seeds it names; 0 where it is damaged. */
  public int seeds() {
    JsonElement seeds = fields.json().get("seeds");
    return seeds != null && seeds.isJsonArray() ? seeds.getAsJsonArray().size() : 0;
  }

  /** The seed of a sample, from 0. */
  public long seed(int sample) {
    try {
      return Long.parseLong(fields.texts("seeds").get(sample));
    } catch (NumberFormatException e) {
      throw fields.damaged("seeds");
    }
  }

  /** The values of the run. */
  public Request request() {
    return fields.request("request");
  }

  /** The values that the model decided; null in records that have none. */
  RunRecord.Settings settings() {
    return fields.has("settings") ? ResumeRecord.settings(fields.object("settings")) : null;
  }

  /**
   * Refuses an entry that lacks what any of its samples is asked for later.
   *
   * @param samples how many there are
   */
  public void requireSamples(int samples) {
    request();
    if (fields.has("seams") && fields.array("seams").size() != samples) {
      throw damaged("seams");
    }
    for (int i = 0; i < samples; i++) {
      seed(i);
    }
  }

  /** A refusal that names a field. */
  public BadInput damaged(String field) {
    return fields.damaged(field);
  }

  /** One sample as if it alone had been run, into the image itself. */
  public ProvenanceEntry sample(int i) {
    JsonObject json = json();
    for (String key : new String[] {"seeds", "seams"}) {
      if (json.get(key) instanceof JsonArray all) {
        JsonArray one = new JsonArray();
        one.add(all.get(i));
        json.add(key, one);
      }
    }
    JsonObject request = json.getAsJsonObject("request");
    request.addProperty("seed", Long.toString(seed(i)));
    request.addProperty("output", "Replace");
    for (String key : new String[] {"samples", "stream", "latents", "sources"}) {
      request.remove(key);
    }
    return new ProvenanceEntry(json, fields);
  }

  /** The same without one sample. */
  public ProvenanceEntry withoutSample(int i) {
    JsonObject json = json();
    for (String key : new String[] {"seeds", "seams"}) {
      if (json.get(key) instanceof JsonArray all) {
        all.remove(i);
      }
    }
    return new ProvenanceEntry(json, fields);
  }

  /** The same for a canvas of another size on which the picture lies at (x, y). */
  ProvenanceEntry moved(int width, int height, int x, int y) {
    JsonObject json = json();
    if (json.get("source") instanceof JsonObject source) {
      source.addProperty("width", width);
      source.addProperty("height", height);
    }
    if (json.get("pixels") instanceof JsonArray sets) {
      for (JsonElement set : sets) {
        shift(set, "bounds", x, y);
        if (set instanceof JsonObject object) {
          shift(object.get("around"), "box", x, y);
        }
      }
    }
    return new ProvenanceEntry(json, fields);
  }

  private static void shift(JsonElement object, String key, int x, int y) {
    if (object instanceof JsonObject o && o.get(key) instanceof JsonArray box) {
      box.set(0, new JsonPrimitive(box.get(0).getAsInt() + x));
      box.set(1, new JsonPrimitive(box.get(1).getAsInt() + y));
    }
  }

  /** Whether there are generated pixels, if only as an empty list. */
  public boolean hasPixels() {
    return fields.has("pixels");
  }

  /** The generated pixels, which must lie on a canvas. */
  List<PixelSet> pixels(Rectangle canvas) {
    List<PixelSet> sets = new ArrayList<>();
    if (hasPixels()) {
      fields.objects("pixels").forEach(p -> sets.add(PixelSet.read(p, canvas)));
    }
    return sets;
  }

  /** Whether a canvas has the size for the generated pixels. */
  boolean fits(Rectangle canvas) {
    List<RecordFields> sets = hasPixels() ? fields.objects("pixels") : List.of();
    int[] size = sets.isEmpty() ? null : size();
    boolean same = size == null || size[0] == canvas.width && size[1] == canvas.height;
    for (RecordFields set : sets) {
      Rectangle bounds = set.box("bounds");
      same &= bounds.isEmpty() || canvas.contains(bounds);
    }
    return same;
  }

  /** Width and height of the image when it was recorded; null if the entry does not tell. */
  int[] size() {
    RecordFields source = fields.has("source") ? fields.object("source") : null;
    if (source == null || !source.has("width") || !source.has("height")) {
      return null;
    }
    return new int[] {
      source.whole("width", 1, Integer.MAX_VALUE), source.whole("height", 1, Integer.MAX_VALUE)
    };
  }

  /** The hash of what the model saw of a plane; null if there is none or nothing was visible. */
  List<SeenPart> seen(int position, Rectangle canvas) {
    List<SeenPart> seen = new ArrayList<>();
    for (RecordFields p :
        fields.has("planes") ? fields.objects("planes") : List.<RecordFields>of()) {
      Rectangle part = p.has("context") ? p.box("context").intersection(canvas) : new Rectangle();
      if (p.has("position")
          && p.has("sha256")
          && p.whole("position", 1, Integer.MAX_VALUE) == position
          && !part.isEmpty()) {
        seen.add(new SeenPart(part, p.text("sha256")));
      }
    }
    return seen;
  }

  /**
   * A part of a plane that the model saw.
   *
   * @param sha256 of its values before the run, see {@link SourceHash}
   */
  record SeenPart(Rectangle part, String sha256) {}
}
