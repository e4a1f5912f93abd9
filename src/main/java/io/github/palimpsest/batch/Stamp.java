package io.github.palimpsest.batch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.batch.file.Sha256;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.TreeMap;

/**
 * What an output carries under the image property {@value #PROPERTY}, so that a later batch knows
 * it as its own, and as the one that it would make.
 *
 * @param sha256 of everything that decides the output
 * @param maskedPixels see {@link ItemReport#maskedPixels}
 * @param seam see {@link ItemReport#seam}
 */
public record Stamp(String sha256, long maskedPixels, double seam) {
  /** Name of the image property. */
  public static final String PROPERTY = "palimpsest.batch";

  /**
   * The part that is the same for all images of a batch: values, wherever their masks come from,
   * and the model by its weights. Values at their defaults do not count, nor where the model lies.
   */
  public static String common(BatchRequest request, Model model) {
    StringBuilder text = new StringBuilder("palimpsest batch 1\n");
    Request values = request.values().withoutDefaults().without(Param.MODEL);
    values
        .toJson()
        .asMap()
        .forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    text.append("masks=").append(request.maskKind()).append('\n');
    text.append("model=").append(model.name()).append('\n');
    new TreeMap<>(model.sha256())
        .forEach((file, hash) -> text.append(file).append('=').append(hash).append('\n'));
    return Sha256.of(text.toString());
  }

  /**
   * The whole of it for one image.
   *
   * @param common see {@link #common}
   * @param own what decides this one beside it, such as SHA-256 of its files
   */
  public static String of(String common, String... own) {
    return Sha256.of(common + "\n" + String.join("\n", own) + "\n");
  }

  /** The value of the property. */
  public String text() {
    JsonObject json = new JsonObject();
    json.addProperty("stamp", sha256);
    json.addProperty("pixels", maskedPixels);
    if (!Double.isNaN(seam)) {
      json.addProperty("seam", seam);
    }
    return json.toString();
  }

  /** Reads what {@link #text} wrote; null for anything else, null included. */
  public static Stamp parse(String text) {
    try {
      JsonObject json = JsonParser.parseString(String.valueOf(text)).getAsJsonObject();
      double seam = json.has("seam") ? json.get("seam").getAsDouble() : Double.NaN;
      return new Stamp(json.get("stamp").getAsString(), json.get("pixels").getAsLong(), seam);
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      return null;
    }
  }
}
