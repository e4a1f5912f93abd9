package io.github.palimpsest.model.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code tokenizer.json} of a folder, or makes it from vocabulary and merges. */
public final class TokenizerJson {
  /** CLIP's end token, with which it pads where no file says otherwise. */
  static final String CLIP_END = "<|endoftext|>";

  private TokenizerJson() {}

  static JsonObject read(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    JsonObject json = Files.isRegularFile(file) ? object(file) : ClipTokenizerJson.json(folder);
    AddedTokens.addTo(json, AddedTokens.read(folder));
    return json;
  }

  /** Number of the padding token: by the configs, else by tokenizer.json, else the end token's. */
  static long padding(Path folder, JsonObject json) {
    String token = special(folder, "pad_token");
    if (token != null) {
      long id = id(json, token);
      if (id >= 0) {
        return id;
      }
    }
    if (json.get("padding") instanceof JsonObject padding && padding.has("pad_id")) {
      return padding.get("pad_id").getAsLong();
    }
    String end = special(folder, "eos_token");
    return Math.max(0, id(json, end == null ? CLIP_END : end));
  }

  /** A special token named in tokenizer_config.json or special_tokens_map.json, or null. */
  public static String special(Path folder, String name) {
    for (String file : new String[] {"tokenizer_config.json", "special_tokens_map.json"}) {
      Path path = folder.resolve(file);
      if (Files.isRegularFile(path)) {
        JsonElement value = object(path).get(name);
        if (value instanceof JsonObject token && token.has("content")) {
          return token.get("content").getAsString();
        }
        if (value != null && value.isJsonPrimitive()) {
          return value.getAsString();
        }
      }
    }
    return null;
  }

  /** Words of a vocabulary without parts of words, in its order; empty for other kinds. */
  static List<String> words(JsonObject json) {
    List<String> words = new ArrayList<>();
    JsonObject model = json.getAsJsonObject("model");
    if (wordLevel(model) && model.get("vocab") instanceof JsonObject vocabulary) {
      for (String word : vocabulary.keySet()) {
        if (!word.startsWith("[") && !word.startsWith("<")) {
          words.add(word);
        }
      }
    }
    return words;
  }

  /** The number that stands for every word that such a vocabulary lacks, else -1. */
  static long unknown(JsonObject json) {
    JsonObject model = json.getAsJsonObject("model");
    return wordLevel(model) && model.has("unk_token") && model.get("unk_token").isJsonPrimitive()
        ? id(json, model.get("unk_token").getAsString())
        : -1;
  }

  private static boolean wordLevel(JsonObject model) {
    return model.has("type") && model.get("type").getAsString().equals("WordLevel");
  }

  private static long id(JsonObject json, String token) {
    if (json.get("added_tokens") instanceof JsonArray added) {
      for (JsonElement element : added) {
        JsonObject entry = element.getAsJsonObject();
        if (entry.get("content").getAsString().equals(token)) {
          return entry.get("id").getAsLong();
        }
      }
    }
    JsonElement words = json.getAsJsonObject("model").get("vocab");
    return words instanceof JsonObject map && map.has(token) ? map.get(token).getAsLong() : -1;
  }

  static JsonObject object(Path file) {
    try {
      return JsonParser.parseString(TextFile.read(file, TextFile.most(file))).getAsJsonObject();
    } catch (IOException | JsonParseException | IllegalStateException | StackOverflowError e) {
      throw new BadInput("\"" + file + "\" is not readable JSON (" + e.getMessage() + ").", e);
    }
  }
}
