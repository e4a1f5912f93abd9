package io.github.palimpsest.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.Region;
import io.github.palimpsest.stack.FloatText;
import io.github.palimpsest.stack.SourceHash;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** A {@link Target} as JSON: everything about it but the pixels of the source. */
final class TargetRecord {
  private TargetRecord() {}

  static JsonObject write(Target target) {
    JsonObject json = new JsonObject();
    json.addProperty("position", target.plane().position());
    json.addProperty("bits", target.plane().type().bitDepth());
    JsonArray canvas = new JsonArray();
    canvas.add(target.crop().canvasWidth());
    canvas.add(target.crop().canvasHeight());
    json.add("canvas", canvas);
    json.add("context", box(target.crop().context()));
    JsonArray range = new JsonArray();
    range.add(target.range().min());
    range.add(target.range().max());
    json.add("range", range);
    json.addProperty("blank", target.blank());
    if (!target.blank()) {
      json.addProperty("sha256", SourceHash.of(target.plane(), target.crop().visible()));
    }
    json.add("mask", mask(target.mask()));
    json.add("regions", regions(target));
    return json;
  }

  /** The same with the raw values of the visible context, for when the source is not at hand. */
  static JsonObject withSource(Target target) {
    JsonObject json = write(target);
    JsonArray source = new JsonArray();
    for (int c = 0; !target.blank() && c < target.source().length; c++) {
      source.add(FloatText.write(target.crop().visible(target.source()[c])));
    }
    json.add("source", source);
    return json;
  }

  private static JsonArray regions(Target target) {
    JsonArray regions = new JsonArray();
    for (Region region : target.regions()) {
      JsonObject r = mask(region.mask());
      r.addProperty("prompt", region.prompt());
      r.addProperty("negative", region.negative());
      r.addProperty("strength", region.strength());
      r.addProperty("weight", region.weight());
      regions.add(r);
    }
    return regions;
  }

  static JsonObject mask(Mask mask) {
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
   * The target on a plane.
   *
   * @param image the image of the plane
   * @param dx where the recorded canvas lies on the plane: 0 for the source itself, −x of the
   *     visible part for an image of that part alone
   */
  static Target read(JsonObject json, ImagePlus image, PlaneAccess plane, int dx, int dy) {
    Rectangle context = box(json, "context");
    context.translate(dx, dy);
    Mask mask = mask(json.getAsJsonObject("mask"), plane, dx, dy);
    Crop crop = new Crop(plane.width(), plane.height(), context, mask.bounds());
    List<Region> regions = new ArrayList<>();
    for (var element : json.getAsJsonArray("regions")) {
      JsonObject r = element.getAsJsonObject();
      regions.add(
          new Region(
              r.get("prompt").getAsString(),
              r.has("negative") && !r.get("negative").isJsonNull()
                  ? r.get("negative").getAsString()
                  : null,
              r.get("strength").getAsDouble(),
              r.get("weight").getAsDouble(),
              mask(r, plane, dx, dy)));
    }
    JsonArray range = json.getAsJsonArray("range");
    return new Target(
        json.get("blank").getAsBoolean() ? null : image,
        plane,
        mask,
        crop,
        crop.extract(plane),
        crop.extract(mask),
        regions,
        new IntensityRange(range.get(0).getAsDouble(), range.get(1).getAsDouble()),
        json.get("blank").getAsBoolean());
  }

  /** A mask; parts beyond the plane are left out. */
  static Mask mask(JsonObject json, PlaneAccess plane, int dx, int dy) {
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
