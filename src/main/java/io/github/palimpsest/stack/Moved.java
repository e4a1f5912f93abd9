package io.github.palimpsest.stack;

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
   * Makes the record that an image brought along speak of the image as it is now.
   *
   * @param image the larger one, with the record of the smaller
   * @param x where the smaller one lies in it
   * @param y likewise
   */
  public static void record(ImagePlus image, int x, int y) {
    List<JsonObject> runs = new ArrayList<>();
    for (JsonObject run : Provenance.runs(image)) {
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
