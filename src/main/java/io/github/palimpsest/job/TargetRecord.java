package io.github.palimpsest.job;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.stack.FloatText;
import io.github.palimpsest.stack.SourceHash;
import java.awt.Rectangle;

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
    json.add("context", InputsRecord.box(target.crop().context()));
    JsonArray range = new JsonArray();
    range.add(target.range().min());
    range.add(target.range().max());
    json.add("range", range);
    UnitsRecord.put(json, target.units());
    json.addProperty("blank", target.blank());
    if (!target.blank()) {
      json.addProperty("sha256", SourceHash.of(target.plane(), target.crop().visible()));
    }
    InputsRecord.putMask(json, target.inputs());
    InputsRecord.putControls(json, target.inputs());
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

  /**
   * The target on a plane.
   *
   * @param image the plane's
   * @param dx where the recorded canvas lies on the plane: 0 for the source itself, −x of the
   *     visible part for an image of that part alone
   */
  static Target read(JsonObject json, ImagePlus image, PlaneAccess plane, int dx, int dy) {
    Rectangle context = InputsRecord.box(json, "context");
    context.translate(dx, dy);
    Mask mask = InputsRecord.mask(json, plane, dx, dy);
    Crop crop = new Crop(plane.width(), plane.height(), context, mask.bounds());
    JsonArray range = json.getAsJsonArray("range");
    return new Target(
        plane,
        ContextInputs.of(
            crop, mask, InputsRecord.regions(json, plane, dx, dy), InputsRecord.controls(json)),
        crop.extract(plane),
        new IntensityRange(range.get(0).getAsDouble(), range.get(1).getAsDouble()),
        UnitsRecord.read(json, image),
        json.get("blank").getAsBoolean());
  }
}
