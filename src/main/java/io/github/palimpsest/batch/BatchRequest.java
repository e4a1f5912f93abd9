package io.github.palimpsest.batch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Request;
import java.nio.file.Path;

/**
 * What a batch is asked for. Immutable; {@link #toJson} and {@link #fromJson} carry it to other
 * processes.
 *
 * @param input the folder with the images; absolute
 * @param output the folder for the results, made if it is not there; absolute
 * @param include a glob for names, or with a {@code /} for paths relative to {@code input}
 * @param masks {@code Selection}, {@code Overlay}, {@code Threshold}, or a folder
 * @param values sampling keys and mask keys (threshold, grow, feather …), without input, output and
 *     mask
 */
public record BatchRequest(Path input, Path output, String include, String masks, Request values) {
  /** The glob where none is given. */
  public static final String INCLUDE = "*.{tif,tiff,png,jpg,jpeg}";

  /** Where masks come from if nothing is said. */
  public static final String MASKS = "Selection";

  /** Empty texts mean the defaults; paths become absolute. */
  public BatchRequest {
    input = input.toAbsolutePath().normalize();
    output = output.toAbsolutePath().normalize();
    include = include == null || include.isBlank() ? INCLUDE : include.strip();
    masks = masks == null || masks.isBlank() ? MASKS : masks.strip();
  }

  /** The request as one line of JSON. */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("input", input.toString());
    json.addProperty("output", output.toString());
    json.addProperty("include", include);
    json.addProperty("masks", masks);
    json.add("values", values.toJson());
    return json.toString();
  }

  /**
   * The request written by {@link #toJson}.
   *
   * @throws BadInput for any other text
   */
  public static BatchRequest fromJson(String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      return new BatchRequest(
          Path.of(json.get("input").getAsString()),
          Path.of(json.get("output").getAsString()),
          json.get("include").getAsString(),
          json.get("masks").getAsString(),
          Request.fromJson(json.getAsJsonObject("values")));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new BadInput("The text of the batch request is damaged: start the batch again.", e);
    }
  }
}
