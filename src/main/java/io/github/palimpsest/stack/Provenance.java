package io.github.palimpsest.stack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The record an image carries of how it was made: one JSON object under the image property {@value
 * #PROPERTY}, kept by TIFF and by duplication.
 *
 * <pre>{@code {"format":1,"runs":[{"command":…,"request":{…},"model":{…},…,"pixels":[…]}]}}</pre>
 *
 * <p>Each run adds one entry, so an image edited five times tells all five, and the synthetic
 * pixels are the union over the runs.
 */
public final class Provenance {
  /** Name of the image property. */
  public static final String PROPERTY = "palimpsest";

  private static final int FORMAT = 1;

  private Provenance() {}

  /** The runs recorded in an image, oldest first; empty for an image without a record. */
  public static List<JsonObject> runs(ImagePlus image) {
    String text = image.getProp(PROPERTY);
    List<JsonObject> runs = new ArrayList<>();
    if (text == null || text.isBlank()) {
      return runs;
    }
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      for (JsonElement run : json.getAsJsonArray("runs")) {
        runs.add(run.getAsJsonObject());
      }
      return runs;
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new BadInput(
          String.format(
              "The property '%s' of %s is not a Palimpsest record: remove it or reopen the image.",
              PROPERTY, image.getTitle()),
          e);
    }
  }

  /**
   * As {@link #runs}, for who needs a record.
   *
   * @throws BadInput if the image carries none
   */
  public static List<JsonObject> known(ImagePlus image) {
    List<JsonObject> runs = runs(image);
    if (runs.isEmpty()) {
      throw BadInput.of(
          "The image (%s) carries no record: show a result, step stack or latents stack of"
              + " Palimpsest, or one reopened from a TIFF.",
          image.getTitle());
    }
    return runs;
  }

  /**
   * Adds a run to an image's record.
   *
   * @param image the image that holds the run's pixels
   * @param run what was done; {@code pixels} is added to a copy
   * @param pixels exactly the pixels that were generated
   */
  public static void add(ImagePlus image, JsonObject run, List<PixelSet> pixels) {
    List<JsonObject> all = runs(image);
    all.add(with(run, pixels));
    put(image, all);
  }

  /** Replaces the whole record. */
  public static void put(ImagePlus image, List<JsonObject> runs) {
    JsonArray all = new JsonArray();
    runs.forEach(all::add);
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.add("runs", all);
    image.setProp(PROPERTY, json.toString());
  }

  /** The generated pixels of one run. */
  public static List<PixelSet> pixels(JsonObject run) {
    List<PixelSet> sets = new ArrayList<>();
    if (run.has("pixels")) {
      run.getAsJsonArray("pixels").forEach(p -> sets.add(PixelSet.fromJson(p.getAsJsonObject())));
    }
    return sets;
  }

  /** The same run with other generated pixels. */
  public static JsonObject with(JsonObject run, List<PixelSet> pixels) {
    JsonObject entry = run.deepCopy();
    JsonArray sets = new JsonArray();
    pixels.forEach(p -> sets.add(p.toJson()));
    entry.add("pixels", sets);
    return entry;
  }

  /** Every generated pixel of an image, over all its runs. */
  public static List<PixelSet> pixels(ImagePlus image) {
    List<PixelSet> sets = new ArrayList<>();
    for (JsonObject run : runs(image)) {
      sets.addAll(pixels(run));
    }
    return sets;
  }
}
