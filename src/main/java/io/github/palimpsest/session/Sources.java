package io.github.palimpsest.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.image.Titles;
import io.github.palimpsest.job.GuidedRuns;
import io.github.palimpsest.stack.FloatText;
import io.github.palimpsest.stack.SourceHash;
import java.awt.Rectangle;
import java.util.List;

/**
 * The image a stack was made from: found by the hash of what the model saw, then by its title, else
 * rebuilt from what the stack carries of it.
 */
final class Sources {
  /**
   * An image to go on with.
   *
   * @param image the source
   * @param visible where the image lies in the recorded canvas, or null for the whole of it
   * @param inside what to begin with inside the mask, or null for the image's own pixels
   * @param title what the titles of new stacks begin with
   */
  record Found(ImagePlus image, Rectangle visible, float[][] inside, String title) {}

  private Sources() {}

  /** The record of a stack reduced to one of its runs. */
  static JsonObject one(JsonObject record, int slice) {
    JsonArray runs = record.getAsJsonArray("runs");
    if (slice >= runs.size()) {
      throw BadInput.of("Slice %d must be one of the stack's %d runs.", slice + 1, runs.size());
    }
    JsonObject run = runs.get(slice).getAsJsonObject();
    JsonObject one = record.deepCopy();
    JsonArray targets = new JsonArray();
    targets.add(target(record, slice));
    one.add("targets", targets);
    JsonArray only = new JsonArray();
    JsonObject first = run.deepCopy();
    first.addProperty("target", 0);
    only.add(first);
    one.add("runs", only);
    one.getAsJsonObject("request").remove("samples");
    return one;
  }

  private static JsonObject target(JsonObject record, int slice) {
    int t = record.getAsJsonArray("runs").get(slice).getAsJsonObject().get("target").getAsInt();
    return record.getAsJsonArray("targets").get(t).getAsJsonObject();
  }

  /** The image given, if it is the one recorded. */
  static Found given(ImagePlus image, JsonObject start) {
    JsonObject target = start.getAsJsonArray("targets").get(0).getAsJsonObject();
    if (target.get("blank").getAsBoolean()) {
      return new Found(GuidedRuns.blank(target), null, null, start.get("title").getAsString());
    }
    if (!same(image, target)) {
      throw BadInput.of(
          "'%s' is not the image this log began with: open that one.", image.getTitle());
    }
    return new Found(image, null, null, Titles.source(image));
  }

  static Found find(JsonObject start, ImagePlus stack, JsonObject record, int slice) {
    JsonObject target = start.getAsJsonArray("targets").get(0).getAsJsonObject();
    String base = stack.getTitle().replaceFirst("(?i)\\.tiff?$", "");
    String title = base.replaceFirst("-(steps|latents)$", "") + "-from" + step(stack);
    if (target.get("blank").getAsBoolean()) {
      return new Found(GuidedRuns.blank(target), null, null, title);
    }
    String wanted = record.get("title").getAsString();
    List<ImagePlus> open = open();
    for (ImagePlus image : open) {
      if (image != stack && same(image, target)) {
        return new Found(image, null, null, title);
      }
    }
    float[][] begun = values(target);
    for (ImagePlus image : open) {
      if (image.getTitle().equals(wanted) && fits(image, target)) {
        return new Found(image, null, begun, title);
      }
    }
    Rectangle visible = visible(target);
    return new Found(rebuilt(begun, visible, target, wanted), visible, null, title);
  }

  /** The raw values of the visible context as the run began with them. */
  private static float[][] values(JsonObject target) {
    JsonArray source = target.getAsJsonArray("source");
    float[][] values = new float[source.size()][];
    for (int c = 0; c < values.length; c++) {
      values[c] = FloatText.read(source.get(c).getAsString());
    }
    return values;
  }

  private static int step(ImagePlus stack) {
    return stack.getT() - 1;
  }

  private static boolean fits(ImagePlus image, JsonObject target) {
    JsonArray canvas = target.getAsJsonArray("canvas");
    return image.getWidth() == canvas.get(0).getAsInt()
        && image.getHeight() == canvas.get(1).getAsInt()
        && image.getBitDepth() == target.get("bits").getAsInt()
        && image.getStackSize() >= target.get("position").getAsInt();
  }

  private static boolean same(ImagePlus image, JsonObject target) {
    return fits(image, target)
        && SourceHash.of(PlaneAccess.of(image, target.get("position").getAsInt()), visible(target))
            .equals(target.get("sha256").getAsString());
  }

  private static Rectangle visible(JsonObject target) {
    JsonArray canvas = target.getAsJsonArray("canvas");
    return box(target, "context")
        .intersection(new Rectangle(canvas.get(0).getAsInt(), canvas.get(1).getAsInt()));
  }

  private static Rectangle box(JsonObject json, String key) {
    JsonArray b = json.getAsJsonArray(key);
    return new Rectangle(
        b.get(0).getAsInt(), b.get(1).getAsInt(), b.get(2).getAsInt(), b.get(3).getAsInt());
  }

  /** The part of a step stack's frame that is a run's visible context. */
  static float[][] part(float[][] frame, JsonObject record, int slice) {
    Rectangle whole = box(record, "frame");
    Rectangle part = visible(target(record, slice));
    float[][] out = new float[frame.length][part.width * part.height];
    for (int c = 0; c < out.length; c++) {
      for (int y = 0; y < part.height; y++) {
        int from = (part.y - whole.y + y) * whole.width + part.x - whole.x;
        System.arraycopy(frame[c], from, out[c], y * part.width, part.width);
      }
    }
    return out;
  }

  private static List<ImagePlus> open() {
    return OpenImages.all().stream().filter(image -> image.getProcessor() != null).toList();
  }

  private static ImagePlus rebuilt(
      float[][] values, Rectangle visible, JsonObject target, String title) {
    int w = visible.width;
    int h = visible.height;
    ImageProcessor ip =
        switch (target.get("bits").getAsInt()) {
          case 8 -> new ByteProcessor(w, h);
          case 16 -> new ShortProcessor(w, h);
          case 24 -> new ColorProcessor(w, h);
          default -> new FloatProcessor(w, h);
        };
    for (int i = 0; i < w * h; i++) {
      if (values.length == 3) {
        ip.set(i, (int) values[0][i] << 16 | (int) values[1][i] << 8 | (int) values[2][i]);
      } else {
        ip.setf(i, values[0][i]);
      }
    }
    ImagePlus image = new ImagePlus(title, ip);
    GuidedRuns.calibrate(image, target);
    return image;
  }
}
