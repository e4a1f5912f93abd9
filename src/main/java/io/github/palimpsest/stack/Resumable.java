package io.github.palimpsest.stack;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
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
  public static JsonObject get(ImagePlus stack) {
    String text = stack.getProp(PROPERTY);
    if (text == null || text.isBlank()) {
      throw BadInput.of(
          "'%s' is no step or latents stack of Palimpsest: run with stream or latents first.",
          stack.getTitle());
    }
    JsonObject json;
    try {
      json = JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new BadInput(
          "The property "
              + PROPERTY
              + " of '"
              + stack.getTitle()
              + "' is damaged: use the stack as first saved.",
          e);
    }
    boolean whole =
        json.has("format")
            && json.get("format").getAsInt() == FORMAT
            && stack.getBitDepth() == 32
            && json.get("frames").getAsInt() == stack.getNFrames()
            && json.get("channels").getAsInt() == stack.getNChannels()
            && json.get("width").getAsInt() == stack.getWidth()
            && json.get("height").getAsInt() == stack.getHeight();
    if (!whole) {
      throw BadInput.of(
          "'%s' is not whole (%d x %d, %d frames): use the stack as first saved, uncropped and with"
              + " all its frames.",
          stack.getTitle(), stack.getWidth(), stack.getHeight(), stack.getNFrames());
    }
    return json;
  }
}
