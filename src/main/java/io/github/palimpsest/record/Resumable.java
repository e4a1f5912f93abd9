package io.github.palimpsest.record;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;

/**
 * What a step or latents stack carries so that a run can go on from any of its frames: one JSON
 * object under the image property {@value #PROPERTY}, kept by TIFF and by duplication.
 */
public final class Resumable {
  /** Name of the image property. */
  public static final String PROPERTY = "palimpsest.resume";

  /** Value of {@code kind} for a step stack. */
  public static final String STEPS = "steps";

  /** Value of {@code kind} for a latents stack. */
  public static final String LATENTS = "latents";

  private static final int FORMAT = 1;

  private Resumable() {}

  /** Writes the record; {@code frames} and {@code kind} are added to a copy. */
  public static void put(ImagePlus stack, JsonObject record, String kind) {
    JsonObject json = record.deepCopy();
    json.addProperty("format", FORMAT);
    json.addProperty("kind", kind);
    json.addProperty("frames", stack.getNFrames());
    json.addProperty("channels", stack.getNChannels());
    json.addProperty("width", stack.getWidth());
    json.addProperty("height", stack.getHeight());
    stack.setProp(PROPERTY, json.toString());
  }

  /**
   * Reads the record.
   *
   * @throws BadInput if the image is no stack of a run, or lacks some of its frames
   */
  public static RecordFields get(ImagePlus stack) {
    String text = stack.getProp(PROPERTY);
    if (text == null || text.isBlank()) {
      throw BadInput.of(
          "'%s' is no step or latents stack of Palimpsest: run with stream or latents first.",
          stack.getTitle());
    }
    JsonObject json = RecordFields.parse(text);
    if (json == null) {
      throw BadInput.of(
          "The property %s of '%s' is damaged: use the stack as first saved.",
          PROPERTY, stack.getTitle());
    }
    RecordFields fields =
        RecordFields.of(
            json, "The record of '" + stack.getTitle() + "'", "use the stack as first saved");
    boolean whole =
        is(fields, "format", FORMAT)
            && stack.getBitDepth() == 32
            && is(fields, "frames", stack.getNFrames())
            && is(fields, "channels", stack.getNChannels())
            && is(fields, "width", stack.getWidth())
            && is(fields, "height", stack.getHeight());
    if (!whole) {
      throw BadInput.of(
          "'%s' is not whole (%d x %d, %d frames): use the stack as first saved, uncropped and with"
              + " all its frames.",
          stack.getTitle(), stack.getWidth(), stack.getHeight(), stack.getNFrames());
    }
    return fields;
  }

  private static boolean is(RecordFields fields, String key, int value) {
    return fields.has(key) && fields.whole(key, Integer.MIN_VALUE, Integer.MAX_VALUE) == value;
  }
}
