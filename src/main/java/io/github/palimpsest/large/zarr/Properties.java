package io.github.palimpsest.large.zarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

/** Texts as attributes: an object of JSON where the text is one, else a string. */
final class Properties {
  private Properties() {}

  /** The attribute of which {@link #text} is exactly this text. */
  static JsonElement attribute(String text) {
    try {
      JsonElement json = JsonParser.parseString(text);
      if (json.isJsonObject() && json.toString().equals(text)) {
        return json;
      }
    } catch (JsonParseException e) {
      // no JSON
    }
    return new JsonPrimitive(text);
  }

  /** The text of an attribute. */
  static String text(JsonElement attribute) {
    return attribute.isJsonPrimitive() ? attribute.getAsString() : attribute.toString();
  }
}
