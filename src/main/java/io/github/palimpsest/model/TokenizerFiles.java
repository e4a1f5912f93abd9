package io.github.palimpsest.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Checks that a tokenizer folder is complete and belongs to its text encoder. */
final class TokenizerFiles {
  private static final int CLIP_LENGTH = 77;
  // transformers writes a number near 1e30 where no maximum is known.
  private static final double NO_MAXIMUM = 1e6;

  private TokenizerFiles() {}

  /** Tokens a prompt is padded to, by the tokenizer's config or else the encoder's. */
  static int check(FolderReader reader, String tokenizer, Map<String, Object> encoderConfig) {
    Problems problems = reader.problems;
    Path folder = reader.folder;
    Map<String, Object> config =
        Json.readOptional(folder, tokenizer + "/tokenizer_config.json", problems);
    Map<String, Object> json = Map.of();
    Map<?, ?> vocabulary = Map.of();
    if (reader.has(tokenizer + "/tokenizer.json")) {
      json = Json.read(folder, tokenizer + "/tokenizer.json", problems);
      if (json.get("model") instanceof Map<?, ?> model) {
        vocabulary = model.get("vocab") instanceof Map<?, ?> words ? words : vocabulary;
      } else if (!json.isEmpty()) {
        problems.add("%s/tokenizer.json has no 'model'", tokenizer);
      }
    } else if (reader.has(tokenizer + "/vocab.json") || reader.has(tokenizer + "/merges.txt")) {
      vocabulary = Json.read(folder, tokenizer + "/vocab.json", problems);
      checkMerges(folder, tokenizer, problems);
    } else {
      problems.add("%s/tokenizer.json (or vocab.json with merges.txt) is missing", tokenizer);
    }
    int size = Json.integer(encoderConfig, "vocab_size", Integer.MAX_VALUE);
    long largest =
        vocabulary.values().stream()
            .mapToLong(id -> id instanceof Number n ? n.longValue() : 0)
            .max()
            .orElse(0);
    if (largest >= size) {
      problems.add(
          "%s has a token %d but its text encoder knows only %d", tokenizer, largest, size);
    }
    return maxLength(config, json, encoderConfig);
  }

  private static void checkMerges(Path folder, String tokenizer, Problems problems) {
    Path merges = folder.resolve(tokenizer).resolve("merges.txt");
    if (!Files.isRegularFile(merges)) {
      problems.add("%s/merges.txt is missing", tokenizer);
      return;
    }
    try {
      boolean broken =
          Files.readAllLines(merges, StandardCharsets.UTF_8).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#version"))
              .anyMatch(line -> line.strip().split(" ").length != 2);
      if (broken || Files.size(merges) == 0) {
        problems.add("%s/merges.txt is empty, truncated or not a merges file", tokenizer);
      }
    } catch (IOException e) {
      problems.add("%s/merges.txt cannot be read as UTF-8 text", tokenizer);
    }
  }

  private static int maxLength(
      Map<String, Object> config, Map<String, Object> json, Map<String, Object> encoderConfig) {
    int positions = Json.integer(encoderConfig, "max_position_embeddings", 0);
    double declared = Json.number(config, "model_max_length", 0);
    if (declared > 0 && declared < NO_MAXIMUM) {
      return positions > 0 ? Math.min((int) declared, positions) : (int) declared;
    }
    if (positions > 0) {
      return positions;
    }
    Object truncation = json.get("truncation");
    if (truncation instanceof Map<?, ?> map && map.get("max_length") instanceof Number n) {
      return n.intValue();
    }
    Object padding = json.get("padding");
    if (padding instanceof Map<?, ?> map
        && map.get("strategy") instanceof Map<?, ?> strategy
        && strategy.get("Fixed") instanceof Number n) {
      return n.intValue();
    }
    return CLIP_LENGTH;
  }
}
