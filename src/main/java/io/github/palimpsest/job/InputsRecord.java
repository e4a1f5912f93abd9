package io.github.palimpsest.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.Region;
import io.github.palimpsest.stack.FloatText;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Mask, regions and control maps of a context as JSON. */
final class InputsRecord {
  static final String MASK = "mask";
  static final String REGIONS = "regions";
  static final String CONTROLS = "controls";

  private InputsRecord() {}

  /** Adds mask and regions to a record. */
  static void putMask(JsonObject json, ContextInputs inputs) {
    json.add(MASK, mask(inputs.mask()));
    JsonArray regions = new JsonArray();
    for (Region region : inputs.regions()) {
      JsonObject r = mask(region.mask());
      r.addProperty("prompt", region.prompt());
      r.addProperty("negative", region.negative());
      r.addProperty("strength", region.strength());
      r.addProperty("weight", region.weight());
      regions.add(r);
    }
    json.add(REGIONS, regions);
  }

  /** Adds the control maps to a record. */
  static void putControls(JsonObject json, ContextInputs inputs) {
    JsonArray controls = new JsonArray();
    for (ControlMap map : inputs.controls()) {
      JsonObject c = new JsonObject();
      c.addProperty("net", map.net());
      c.addProperty("values", FloatText.write(map.values()));
      controls.add(c);
    }
    json.add(CONTROLS, controls);
  }

  private static JsonObject mask(Mask mask) {
    JsonObject json = new JsonObject();
    json.add("bounds", box(mask.bounds()));
    json.addProperty("weights", FloatText.write(mask.weights()));
    return json;
  }

  static JsonArray box(Rectangle r) {
    JsonArray box = new JsonArray();
    for (int v : new int[] {r.x, r.y, r.width, r.height}) {
      box.add(v);
    }
    return box;
  }

  static Rectangle box(JsonObject json, String key) {
    JsonArray a = json.getAsJsonArray(key);
    return new Rectangle(
        a.get(0).getAsInt(), a.get(1).getAsInt(), a.get(2).getAsInt(), a.get(3).getAsInt());
  }

  /**
   * The recorded mask, moved; parts beyond the plane are left out.
   *
   * @param dx where the recorded canvas lies on the plane
   */
  static Mask mask(JsonObject json, PlaneAccess plane, int dx, int dy) {
    return weights(json.getAsJsonObject(MASK), plane, dx, dy);
  }

  /** The recorded regions; see {@link #mask(JsonObject, PlaneAccess, int, int)}. */
  static List<Region> regions(JsonObject json, PlaneAccess plane, int dx, int dy) {
    List<Region> regions = new ArrayList<>();
    for (var element : json.getAsJsonArray(REGIONS)) {
      JsonObject r = element.getAsJsonObject();
      boolean own = r.has("negative") && !r.get("negative").isJsonNull();
      regions.add(
          new Region(
              r.get("prompt").getAsString(),
              own ? r.get("negative").getAsString() : null,
              r.get("strength").getAsDouble(),
              r.get("weight").getAsDouble(),
              weights(r, plane, dx, dy)));
    }
    return regions;
  }

  /** The recorded control maps. */
  static List<ControlMap> controls(JsonObject json) {
    List<ControlMap> maps = new ArrayList<>();
    for (var element : json.getAsJsonArray(CONTROLS)) {
      JsonObject c = element.getAsJsonObject();
      maps.add(
          new ControlMap(c.get("net").getAsInt(), FloatText.read(c.get("values").getAsString())));
    }
    return maps;
  }

  private static Mask weights(JsonObject json, PlaneAccess plane, int dx, int dy) {
    Rectangle bounds = box(json, "bounds");
    bounds.translate(dx, dy);
    Rectangle inside = bounds.intersection(new Rectangle(plane.width(), plane.height()));
    float[] weights = FloatText.read(json.get("weights").getAsString());
    float[] kept = new float[inside.width * inside.height];
    for (int y = 0; y < inside.height; y++) {
      int from = (inside.y - bounds.y + y) * bounds.width + inside.x - bounds.x;
      System.arraycopy(weights, from, kept, y * inside.width, inside.width);
    }
    return new Mask(plane.width(), plane.height(), inside, kept);
  }
}
