package io.github.palimpsest.inpaint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.record.FloatText;
import io.github.palimpsest.record.RecordFields;
import io.github.palimpsest.record.UnitsRecord;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;

/** A {@link PlaneInput} as JSON: everything about it but the pixels of the source. */
final class TargetRecord {
  /** How far a model may make a context reach beyond its canvas. */
  private static final int MOST_BEYOND = 4096;

  private TargetRecord() {}

  static JsonObject write(PlaneInput target) {
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
      json.addProperty("sha256", target.hash());
    }
    InputsRecord.putMask(json, target);
    InputsRecord.putControls(json, target);
    return json;
  }

  /** The same with the raw values of the visible context, for when the source is not at hand. */
  static JsonObject withSource(PlaneInput target) {
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
   * @param nets of the model
   */
  static PlaneInput read(
      RecordFields json, ImagePlus image, Plane plane, int dx, int dy, List<ControlNet> nets) {
    Rectangle context = json.box("context");
    context.translate(dx, dy);
    Rectangle visible = context.intersection(new Rectangle(plane.width(), plane.height()));
    if (visible.isEmpty()
        || context.width - visible.width > MOST_BEYOND
        || context.height - visible.height > MOST_BEYOND) {
      throw json.damaged("context");
    }
    Mask mask = InputsRecord.mask(json, plane, dx, dy);
    if (mask.isEmpty() || !context.contains(mask.bounds())) {
      throw json.damaged("mask");
    }
    double[] range = json.numbers("range", 2);
    if (!(range[0] < range[1])) {
      throw json.damaged("range");
    }
    Crop crop = new Crop(plane.width(), plane.height(), context, mask.bounds());
    return new PlaneInput(
        plane,
        crop,
        mask,
        crop.extract(mask),
        InputsRecord.regions(json, plane, dx, dy),
        InputsRecord.controls(json, crop, nets),
        crop.extract(plane),
        new IntensityRange(range[0], range[1]),
        UnitsRecord.read(json, image),
        json.on("blank"));
  }
}
