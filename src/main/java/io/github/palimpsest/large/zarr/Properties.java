package io.github.palimpsest.large.zarr;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

/** Texts as attributes: an object of JSON where the text is one, else a string. */
final class Properties {
  private static final Gson COMPACT =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Properties() {}

  /** The attribute of which {@link #text} is exactly this text. */
  static JsonElement attribute(String text) {
    try {
      JsonElement json = JsonParser.parseString(text);
      if (json.isJsonObject() && COMPACT.toJson(json).equals(text)) {
        return json;
      }
    } catch (JsonParseException e) {
      // no JSON
    }
    return new JsonPrimitive(text);
  }

  /** The text of an attribute. */
  static String text(JsonElement attribute) {
    return attribute.isJsonPrimitive() ? attribute.getAsString() : COMPACT.toJson(attribute);
  }
}
