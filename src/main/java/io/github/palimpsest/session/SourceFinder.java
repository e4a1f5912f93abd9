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
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Titles;
import io.github.palimpsest.inpaint.GuidedRuns;
import io.github.palimpsest.inpaint.Monitor;
import io.github.palimpsest.record.RecordFields;
import io.github.palimpsest.record.Resumable;
import io.github.palimpsest.record.SourceHash;
import java.awt.Rectangle;
import java.util.List;

/**
 * The image a stack was made from: found by the hash of what the model saw, then by its title, else
 * rebuilt from what the stack carries of it.
 */
final class SourceFinder {
  /**
   * An image to go on with.
   *
   * @param image the source
   * @param visible where the image lies in the recorded canvas, or null for the whole of it
   * @param inside what to begin with inside the mask, or null for the image's own pixels
   * @param title what the titles of new stacks begin with
   */
  record Found(ImagePlus image, Rectangle visible, float[][] inside, String title) {}

  /** More pixels than any cell of a latent has along a side. */
  private static final int LARGEST_CELL = 64;

  private static final long MOST_GENERATED = 1 << 28;

  private SourceFinder() {}

  /** The record of a stack reduced to one of its runs. */
  static RecordFields one(RecordFields record, int slice) {
    JsonObject run = run(record, slice).json().deepCopy();
    run.addProperty("target", 0);
    JsonObject one = record.json().deepCopy();
    one.add("targets", array(target(record, slice).json().deepCopy()));
    one.add("runs", array(run));
    record.object("request");
    one.getAsJsonObject("request").remove("samples");
    return record.with(one);
  }

  private static JsonArray array(JsonObject only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }

  private static RecordFields run(RecordFields record, int slice) {
    List<RecordFields> runs = record.objects("runs");
    if (slice >= runs.size()) {
      throw BadInput.of("Slice %d must be one of the stack's %d runs.", slice + 1, runs.size());
    }
    return runs.get(slice);
  }

  private static RecordFields target(RecordFields record, int slice) {
    List<RecordFields> targets = record.objects("targets");
    return targets.get(run(record, slice).whole("target", 0, targets.size() - 1));
  }

  /** What of the canvas a stack's record speaks of the stack itself must show. */
  private static void requireSize(RecordFields record, RecordFields target, ImagePlus stack) {
    Rectangle visible = visible(target);
    if (record.text("kind").equals(Resumable.STEPS)) {
      Rectangle frame = record.box("frame");
      if (frame.width != stack.getWidth() || frame.height != stack.getHeight()) {
        throw record.damaged("frame");
      }
      if (!frame.contains(visible)) {
        throw target.damaged("context");
      }
    } else if (visible.width > (long) stack.getWidth() * LARGEST_CELL
        || visible.height > (long) stack.getHeight() * LARGEST_CELL) {
      throw target.damaged("context");
    }
  }

  /** The image given, if it is the one recorded. */
  static Found given(ImagePlus image, RecordFields start) {
    RecordFields target = target(start, 0);
    if (target.on("blank")) {
      int[] canvas = target.size("canvas");
      if ((long) canvas[0] * canvas[1] > MOST_GENERATED) {
        throw target.damaged("canvas");
      }
      return new Found(GuidedRuns.blank(target), null, null, start.text("title"));
    }
    if (!same(image, target)) {
      throw BadInput.of(
          "'%s' is not the image this log began with: open that one.", image.getTitle());
    }
    return new Found(image, null, null, Titles.source(image));
  }

  /**
   * The image a stack was made from.
   *
   * @param monitor told if the image that is found has been changed since
   */
  static Found find(RecordFields start, ImagePlus stack, Monitor monitor) {
    RecordFields target = target(start, 0);
    requireSize(start, target, stack);
    String base = stack.getTitle().replaceFirst("(?i)\\.tiff?$", "");
    String title = base.replaceFirst("-(steps|latents)$", "") + "-from" + step(stack);
    Rectangle visible = visible(target);
    if (target.on("blank")) {
      int[] canvas = target.size("canvas");
      if (visible.width != canvas[0] || visible.height != canvas[1]) {
        throw target.damaged("canvas");
      }
      return new Found(GuidedRuns.blank(target), null, null, title);
    }
    String wanted = start.text("title");
    List<ImagePlus> open = open();
    for (ImagePlus image : open) {
      if (image != stack && same(image, target)) {
        return new Found(image, null, null, title);
      }
    }
    float[][] begun = values(target, visible);
    for (ImagePlus image : open) {
      if (image.getTitle().equals(wanted) && fits(image, target)) {
        if (!sameAround(image, target, begun)) {
          monitor.warn(
              "The image ("
                  + wanted
                  + ") has been changed around the mask since '"
                  + stack.getTitle()
                  + "' was made, so the run goes another way from its beginning; close it to go on"
                  + " with what the stack keeps of it.");
        }
        return new Found(image, null, begun, title);
      }
    }
    return new Found(rebuilt(begun, visible, target, wanted), visible, null, title);
  }

  /** The raw values of the visible context as the run began with them. */
  private static float[][] values(RecordFields target, Rectangle visible) {
    int channels = target.whole("bits", 8, 32) == 24 ? 3 : 1;
    return target.channels("source", channels, (long) visible.width * visible.height);
  }

  /** Whether an image has the recorded pixels still, but for those inside the mask. */
  private static boolean sameAround(ImagePlus image, RecordFields target, float[][] begun) {
    Rectangle visible = visible(target);
    Rectangle bounds = target.object("mask").box("bounds");
    Rectangle part = bounds.intersection(visible);
    float[] weights =
        part.isEmpty() ? new float[0] : target.object("mask").values("weights", bounds, part);
    int position = target.whole("position", 1, image.getStackSize());
    float[][] now = Plane.of(image, position).read(visible);
    for (int c = 0; c < now.length; c++) {
      for (int i = 0; i < now[c].length; i++) {
        int x = visible.x + i % visible.width;
        int y = visible.y + i / visible.width;
        boolean inside = part.contains(x, y) && weights[(y - part.y) * part.width + x - part.x] > 0;
        if (!inside && Float.floatToIntBits(now[c][i]) != Float.floatToIntBits(begun[c][i])) {
          return false;
        }
      }
    }
    return true;
  }

  private static int step(ImagePlus stack) {
    return stack.getT() - 1;
  }

  private static boolean fits(ImagePlus image, RecordFields target) {
    int[] canvas = target.size("canvas");
    return image.getWidth() == canvas[0]
        && image.getHeight() == canvas[1]
        && image.getBitDepth() == target.whole("bits", 8, 32)
        && image.getStackSize() >= target.whole("position", 1, Integer.MAX_VALUE);
  }

  private static boolean same(ImagePlus image, RecordFields target) {
    return fits(image, target)
        && SourceHash.of(
                Plane.of(image, target.whole("position", 1, image.getStackSize())), visible(target))
            .equals(target.text("sha256"));
  }

  private static Rectangle visible(RecordFields target) {
    int[] canvas = target.size("canvas");
    Rectangle visible = target.box("context").intersection(new Rectangle(canvas[0], canvas[1]));
    if (visible.isEmpty()) {
      throw target.damaged("context");
    }
    return visible;
  }

  /** The part of a step stack's frame that is a run's visible context. */
  static float[][] part(float[][] frame, RecordFields record, int slice) {
    Rectangle whole = record.box("frame");
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
      float[][] values, Rectangle visible, RecordFields target, String title) {
    int w = visible.width;
    int h = visible.height;
    ImageProcessor ip =
        switch (target.whole("bits", 8, 32)) {
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
