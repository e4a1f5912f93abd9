package io.github.palimpsest.model.folder;

import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.tokenizer.AddedTokens;
import io.github.palimpsest.model.tokenizer.MergesFile;
import io.github.palimpsest.model.tokenizer.TokenizerJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that a tokenizer folder is complete and belongs to its text encoder. */
final class TokenizerCheck {
  private static final int CLIP_LENGTH = 77;
  // transformers writes a number near 1e30 where no maximum is known.
  private static final double NO_MAXIMUM = 1e6;

  private TokenizerCheck() {}

  /** Tokens a prompt is padded to, by the tokenizer's config or else the encoder's. */
  static int check(FolderReader reader, String tokenizer, Map<String, Object> encoderConfig) {
    Problems problems = reader.problems;
    Path folder = reader.folder;
    Map<String, Object> config =
        ModelJson.readOptional(folder, tokenizer + "/tokenizer_config.json", problems);
    Map<String, Object> json = Map.of();
    Map<?, ?> vocabulary = Map.of();
    if (reader.has(tokenizer + "/tokenizer.json")) {
      json = ModelJson.read(folder, tokenizer + "/tokenizer.json", problems);
      if (json.get("model") instanceof Map<?, ?> model) {
        vocabulary = model.get("vocab") instanceof Map<?, ?> words ? words : vocabulary;
      } else if (!json.isEmpty()) {
        problems.add("%s/tokenizer.json has no 'model'", tokenizer);
      }
    } else if (reader.has(tokenizer + "/vocab.json") || reader.has(tokenizer + "/merges.txt")) {
      vocabulary = ModelJson.read(folder, tokenizer + "/vocab.json", problems);
      checkMerges(folder, tokenizer, vocabulary, problems);
    } else {
      problems.add("%s/tokenizer.json (or vocab.json with merges.txt) is missing", tokenizer);
    }
    int size = ModelJson.integer(encoderConfig, "vocab_size", Integer.MAX_VALUE);
    long largest = largest(tokenizer, folder, vocabulary, json, problems);
    if (largest >= size) {
      problems.add(
          "%s has a token %d but its text encoder knows only %d", tokenizer, largest, size);
    }
    return maxLength(config, json, encoderConfig);
  }

  private static void checkMerges(
      Path folder, String tokenizer, Map<?, ?> vocabulary, Problems problems) {
    Path merges = folder.resolve(tokenizer).resolve("merges.txt");
    if (!Files.isRegularFile(merges)) {
      problems.add("%s/merges.txt is missing", tokenizer);
      return;
    }
    try {
      List<String> lines = MergesFile.read(merges);
      if (lines.isEmpty() && !MergesFile.mergesNothing(merges)
          || lines.stream().anyMatch(line -> line.split(" ").length != 2)) {
        problems.add("%s/merges.txt is empty, truncated or not a merges file", tokenizer);
        return;
      }
      Set<String> apart = new HashSet<>(AddedTokens.read(folder.resolve(tokenizer)).keySet());
      for (String name : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
        apart.add(TokenizerJson.special(folder.resolve(tokenizer), name));
      }
      String missing = MergesFile.missing(lines, vocabulary, apart);
      if (missing != null) {
        problems.add(
            "%s/merges.txt is cut: no line makes '%s', which vocab.json has", tokenizer, missing);
      }
    } catch (BadInput e) {
      problems.add("%s", e.getMessage().replaceFirst("\\.$", ""));
    }
  }

  /** The largest number of a token; what is no number is a problem. */
  private static long largest(
      String tokenizer,
      Path folder,
      Map<?, ?> vocabulary,
      Map<String, Object> json,
      Problems problems) {
    long largest = 0;
    for (Map.Entry<?, ?> word : vocabulary.entrySet()) {
      if (word.getValue() instanceof Long id && id >= 0) {
        largest = Math.max(largest, id);
      } else {
        problems.add("%s has no number for '%s' but %s", tokenizer, word.getKey(), word.getValue());
        return largest;
      }
    }
    try {
      for (JsonObject added : AddedTokens.read(folder.resolve(tokenizer)).values()) {
        largest = Math.max(largest, added.get("id").getAsLong());
      }
    } catch (BadInput e) {
      problems.add("%s", e.getMessage().replaceFirst("\\.$", ""));
    }
    if (json.get("added_tokens") instanceof List<?> added) {
      for (Object token : added) {
        if (token instanceof Map<?, ?> entry
            && entry.get("id") instanceof Long id
            && entry.get("content") instanceof String) {
          largest = Math.max(largest, id);
        } else {
          problems.add("%s/tokenizer.json has an added token without number or text", tokenizer);
        }
      }
    }
    return largest;
  }

  private static int maxLength(
      Map<String, Object> config, Map<String, Object> json, Map<String, Object> encoderConfig) {
    int positions = ModelJson.integer(encoderConfig, "max_position_embeddings", 0);
    double declared = ModelJson.number(config, "model_max_length", 0);
    if (declared > 0 && declared < NO_MAXIMUM) {
      return positions > 0 ? Math.min((int) declared, positions) : (int) declared;
    }
    if (positions > 0) {
      return positions;
    }
    Object truncation = json.get("truncation");
    if (truncation instanceof Map<?, ?> map
        && map.get("max_length") instanceof Number n
        && n.intValue() > 0) {
      return n.intValue();
    }
    Object padding = json.get("padding");
    if (padding instanceof Map<?, ?> map
        && map.get("strategy") instanceof Map<?, ?> strategy
        && strategy.get("Fixed") instanceof Number n
        && n.intValue() > 0) {
      return n.intValue();
    }
    return CLIP_LENGTH;
  }
}
