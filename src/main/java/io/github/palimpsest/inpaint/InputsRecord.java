package io.github.palimpsest.inpaint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.record.FloatText;
import io.github.palimpsest.record.RecordFields;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.PromptRegion;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Mask, regions and control maps of a context as JSON. */
final class InputsRecord {
  static final String MASK = "mask";
  static final String REGIONS = "regions";
  static final String CONTROLS = "controls";

  private static final double LARGEST_WEIGHT = 10;

  private InputsRecord() {}

  /** Adds mask and regions to a record. */
  static void putMask(JsonObject json, PlaneInput input) {
    json.add(MASK, mask(input.mask()));
    JsonArray regions = new JsonArray();
    for (PromptRegion region : input.regions()) {
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
  static void putControls(JsonObject json, PlaneInput input) {
    JsonArray controls = new JsonArray();
    for (ControlValues map : input.controls()) {
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

  /**
   * The recorded mask, moved; parts beyond the plane are left out.
   *
   * @param dx where the recorded canvas lies on the plane
   */
  static Mask mask(RecordFields json, Plane plane, int dx, int dy) {
    return weights(json.object(MASK), plane, dx, dy);
  }

  /** The recorded regions; see {@link #mask(RecordFields, Plane, int, int)}. */
  static List<PromptRegion> regions(RecordFields json, Plane plane, int dx, int dy) {
    List<PromptRegion> regions = new ArrayList<>();
    for (RecordFields r : json.objects(REGIONS)) {
      regions.add(
          new PromptRegion(
              r.text("prompt"),
              r.has("negative") ? r.text("negative") : null,
              r.number("strength", 0, 1),
              r.number("weight", 0, LARGEST_WEIGHT),
              weights(r, plane, dx, dy)));
    }
    return regions;
  }

  /**
   * The recorded control maps.
   *
   * @param crop what they must cover
   * @param nets those of the model that they must be for
   */
  static List<ControlValues> controls(RecordFields json, Crop crop, List<ControlNet> nets) {
    List<ControlValues> maps = new ArrayList<>();
    for (RecordFields c : json.objects(CONTROLS)) {
      int net = c.whole("net", 0, nets.size() - 1);
      long pixels = (long) crop.width() * crop.height();
      maps.add(new ControlValues(net, c.values("values", nets.get(net).channels() * pixels)));
    }
    return maps;
  }

  private static Mask weights(RecordFields json, Plane plane, int dx, int dy) {
    Rectangle bounds = json.box("bounds");
    bounds.translate(dx, dy);
    Rectangle inside = bounds.intersection(new Rectangle(plane.width(), plane.height()));
    if (inside.isEmpty()) {
      return new Mask(plane.width(), plane.height(), new Rectangle(), new float[0]);
    }
    float[] kept = json.values("weights", bounds, inside);
    for (float w : kept) {
      if (!(w >= 0 && w <= 1)) {
        throw json.damaged("weights");
      }
    }
    return new Mask(plane.width(), plane.height(), inside, kept);
  }
}
