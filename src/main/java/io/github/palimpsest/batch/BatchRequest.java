package io.github.palimpsest.batch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What a batch is asked for. Immutable; {@link #toJson} and {@link #fromJson} carry it to other
 * processes.
 *
 * @param input the folder with the images; absolute
 * @param output the folder for the results, made if it is not there; absolute
 * @param include a glob for names, or with a {@code /} for paths relative to {@code input}
 * @param masks {@code Selection}, {@code Overlay}, {@code Threshold}, or a folder; of one large
 *     image see {@code large}
 * @param values sampling keys and mask keys (threshold, grow, feather …), without input, output and
 *     mask
 */
public record BatchRequest(Path input, Path output, String include, String masks, Request values) {
  /** Empty texts mean the defaults; paths become absolute. */
  public BatchRequest {
    input = input.toAbsolutePath().normalize();
    output = output.toAbsolutePath().normalize();
    include = include == null || include.isBlank() ? Param.INCLUDE.standard() : include.strip();
    masks = masks == null || masks.isBlank() ? Param.MASKS.standard() : masks.strip();
    masks = MaskKind.of(masks) == MaskKind.FOLDER ? masks : MaskKind.of(masks).word();
  }

  private static Path absolute(String masks) {
    try {
      return Path.of(masks).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw BadInput.of(
          "masks (%s) must be Selection, Overlay, Threshold, or a folder with a mask for each"
              + " image.",
          masks);
    }
  }

  /** Where masks come from. */
  MaskKind maskKind() {
    return MaskKind.of(masks);
  }

  /** The folder with a mask for each image, or null. */
  Path maskFolder() {
    return maskKind() == MaskKind.FOLDER ? absolute(masks) : null;
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
