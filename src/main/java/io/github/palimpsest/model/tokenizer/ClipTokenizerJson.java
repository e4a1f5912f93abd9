package io.github.palimpsest.model.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Writes the {@code tokenizer.json} of CLIP's byte-pair encoding (Radford et al. 2021) for a folder
 * that has only {@code vocab.json} and {@code merges.txt}: lower case, words, single digits and
 * runs of signs, each ended by {@code </w>}, between a start and an end token.
 */
final class ClipTokenizerJson {
  private static final String WORDS =
      "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d"
          + "|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  private static final String PIPELINE =
      """
      {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
       "normalizer": {"type": "Sequence", "normalizers": [
         {"type": "NFC"},
         {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
         {"type": "Lowercase"}]},
       "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
         {"type": "Split", "pattern": {"Regex": ""}, "behavior": "Removed", "invert": true},
         {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
       "post_processor": {"type": "RobertaProcessing", "sep": [], "cls": [],
         "trim_offsets": false, "add_prefix_space": false},
       "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
         "use_regex": true},
       "model": {"type": "BPE", "dropout": null, "continuing_subword_prefix": "",
         "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false}}
      """;

  private ClipTokenizerJson() {}

  static JsonObject json(Path folder) {
    JsonObject vocabulary = TokenizerJson.object(folder.resolve("vocab.json"));
    String start = special(folder, "bos_token", "<|startoftext|>");
    String end = special(folder, "eos_token", TokenizerJson.CLIP_END);
    String unknown = special(folder, "unk_token", end);
    String padding = special(folder, "pad_token", end);
    JsonObject json = JsonParser.parseString(PIPELINE).getAsJsonObject();
    json.getAsJsonObject("pre_tokenizer")
        .getAsJsonArray("pretokenizers")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("pattern")
        .addProperty("Regex", WORDS);
    // A special token is matched as a whole, also inside a prompt: so SDXL's padding "!".
    Map<String, JsonObject> own = AddedTokens.read(folder);
    for (String token : new LinkedHashSet<>(List.of(start, end, padding))) {
      JsonObject added = own.get(token);
      json.getAsJsonArray("added_tokens")
          .add(added != null ? added : added(token, id(folder, vocabulary, token)));
    }
    JsonObject around = json.getAsJsonObject("post_processor");
    around.add("cls", pair(start, id(folder, vocabulary, start)));
    around.add("sep", pair(end, id(folder, vocabulary, end)));
    JsonObject model = json.getAsJsonObject("model");
    model.addProperty("unk_token", unknown);
    model.add("vocab", vocabulary);
    model.add("merges", merges(folder));
    return json;
  }

  private static String special(Path folder, String name, String missing) {
    String token = TokenizerJson.special(folder, name);
    return token == null ? missing : token;
  }

  private static long id(Path folder, JsonObject vocabulary, String token) {
    JsonObject added = AddedTokens.read(folder).get(token);
    if (added != null) {
      return added.get("id").getAsLong();
    }
    if (!vocabulary.has(token)) {
      throw new BadInput("\"" + folder + "\" has no token " + token + " in vocab.json.");
    }
    return vocabulary.get(token).getAsLong();
  }

  private static JsonObject added(String token, long id) {
    JsonObject added = new JsonObject();
    added.addProperty("id", id);
    added.addProperty("content", token);
    added.addProperty("single_word", false);
    added.addProperty("lstrip", false);
    added.addProperty("rstrip", false);
    added.addProperty("normalized", false);
    added.addProperty("special", true);
    return added;
  }

  private static JsonArray pair(String token, long id) {
    JsonArray pair = new JsonArray();
    pair.add(token);
    pair.add(id);
    return pair;
  }

  private static JsonArray merges(Path folder) {
    JsonArray merges = new JsonArray();
    MergesFile.read(folder.resolve("merges.txt")).forEach(merges::add);
    return merges;
  }
}
