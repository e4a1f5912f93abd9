package io.github.palimpsest.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;

/** Records of an image whose picture has moved on a larger canvas. */
public final class Moved {
  private Moved() {}

  /**
   * Gives a larger image the record of a smaller one that lies in it. Runs that do not fit the
   * smaller one, since it was cropped or scaled, stay as they are.
   *
   * @param x where the smaller one lies in the larger
   * @param y likewise
   * @throws io.github.palimpsest.check.BadInput if the record is damaged
   */
  public static void record(ImagePlus smaller, ImagePlus image, int x, int y) {
    Provenance.check(smaller);
    List<JsonObject> runs = new ArrayList<>();
    for (JsonObject run : Provenance.runs(smaller)) {
      if (!Provenance.fits(smaller, run)) {
        runs.add(run);
        continue;
      }
      JsonObject moved = run.deepCopy();
      if (moved.has("source") && moved.get("source").isJsonObject()) {
        JsonObject source = moved.getAsJsonObject("source");
        source.addProperty("width", image.getWidth());
        source.addProperty("height", image.getHeight());
      }
      if (moved.has("pixels") && moved.get("pixels").isJsonArray()) {
        for (JsonElement set : moved.getAsJsonArray("pixels")) {
          shift(set, "bounds", x, y);
          if (set.isJsonObject() && set.getAsJsonObject().has("around")) {
            shift(set.getAsJsonObject().get("around"), "box", x, y);
          }
        }
      }
      runs.add(moved);
    }
    if (!runs.isEmpty()) {
      Provenance.put(image, runs);
    }
  }

  private static void shift(JsonElement object, String key, int x, int y) {
    if (object.isJsonObject() && object.getAsJsonObject().get(key) instanceof JsonArray box) {
      box.set(0, new JsonPrimitive(box.get(0).getAsInt() + x));
      box.set(1, new JsonPrimitive(box.get(1).getAsInt() + y));
    }
  }
}
