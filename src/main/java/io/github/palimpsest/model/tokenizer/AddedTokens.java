package io.github.palimpsest.model.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.palimpsest.check.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tokens that were added to a vocabulary, such as words taught by textual inversion (Gal et al.
 * 2022). Each is matched as a whole, with its own rules about the spaces beside it. transformers
 * keeps them in {@code added_tokens_decoder} of {@code tokenizer_config.json}, in {@code
 * added_tokens.json} (numbers alone), and in {@code tokenizer.json}.
 */
public final class AddedTokens {
  private static final String[] FLAGS = {
    "single_word", "lstrip", "rstrip", "normalized", "special"
  };

  private AddedTokens() {}

  /** Those beside {@code tokenizer.json}, by their text, as entries of {@code tokenizer.json}. */
  public static Map<String, JsonObject> read(Path folder) {
    Map<String, JsonObject> tokens = new LinkedHashMap<>();
    Path config = folder.resolve("tokenizer_config.json");
    if (Files.isRegularFile(config)
        && TokenizerJson.object(config).get("added_tokens_decoder") instanceof JsonObject decoder) {
      decoder
          .entrySet()
          .forEach(
              e -> {
                JsonObject token = entry(config, e.getKey(), e.getValue());
                tokens.put(token.get("content").getAsString(), token);
              });
    }
    Path numbers = folder.resolve("added_tokens.json");
    if (Files.isRegularFile(numbers)) {
      for (Map.Entry<String, JsonElement> e : TokenizerJson.object(numbers).entrySet()) {
        long id = number(numbers, e.getKey(), e.getValue().toString());
        tokens.putIfAbsent(e.getKey(), token(e.getKey(), id, new JsonObject()));
      }
    }
    return tokens;
  }

  /** Adds those that {@code tokenizer.json} lacks to its tokens and its vocabulary. */
  static void addTo(JsonObject json, Map<String, JsonObject> tokens) {
    if (!(json.get("added_tokens") instanceof JsonArray)) {
      json.add("added_tokens", new JsonArray());
    }
    JsonArray known = json.getAsJsonArray("added_tokens");
    tokens.forEach(
        (text, token) -> {
          for (JsonElement element : known) {
            if (element instanceof JsonObject entry
                && entry.get("content") instanceof JsonPrimitive content
                && content.getAsString().equals(text)) {
              return;
            }
          }
          known.add(token);
          // the library numbers what its vocabulary lacks by itself
          if (json.get("model") instanceof JsonObject model
              && model.get("vocab") instanceof JsonObject vocabulary) {
            vocabulary.add(text, token.get("id"));
          }
        });
  }

  /**
   * What a word of several vectors stands for, as diffusers reads it: {@code <cell>} is {@code
   * <cell> <cell>_1 <cell>_2}, as far as there are such tokens.
   */
  static Map<String, String> vectors(JsonObject json) {
    Set<String> words = new LinkedHashSet<>();
    if (json.get("added_tokens") instanceof JsonArray known) {
      for (JsonElement element : known) {
        JsonObject token = element.getAsJsonObject();
        words.add(token.get("content").getAsString());
      }
    }
    Map<String, String> vectors = new LinkedHashMap<>();
    for (String word : words) {
      StringBuilder all = new StringBuilder(word);
      int count = 1;
      while (words.contains(word + "_" + count)) {
        all.append(' ').append(word).append('_').append(count++);
      }
      if (count > 1) {
        vectors.put(word, all.toString());
      }
    }
    return vectors;
  }

  private static JsonObject entry(Path file, String key, JsonElement value) {
    if (value instanceof JsonObject object
        && object.get("content") instanceof JsonPrimitive content) {
      return token(content.getAsString(), number(file, content.getAsString(), key), object);
    }
    throw BadInput.of("\"%s\" has a token %s without its text (content).", file, key);
  }

  private static long number(Path file, String token, String number) {
    try {
      long id = Long.parseLong(number);
      if (id >= 0 && id <= Integer.MAX_VALUE) {
        return id;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw BadInput.of("\"%s\" says that %s has the number %s.", file, token, number);
  }

  private static JsonObject token(String content, long id, JsonObject flags) {
    JsonObject token = new JsonObject();
    token.addProperty("id", id);
    token.addProperty("content", content);
    for (String flag : FLAGS) {
      boolean otherwise = flag.equals("normalized");
      boolean given =
          flags.get(flag) instanceof JsonPrimitive value ? value.getAsBoolean() : otherwise;
      token.addProperty(flag, given);
    }
    return token;
  }
}
