package io.github.palimpsest.model.own;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;

import io.github.palimpsest.model.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text encoder of a kept model: each token is a whole word of the user's, such as {@code
 * dividing cell}, and its vector has a 1 in the place of that word; that of any other text is zero.
 */
final class WordGraph {
  /** Tokens that a prompt may have. */
  static final int LENGTH = 16;

  private static final int PADDING = 0;
  private static final int UNKNOWN = 1;
  private static final int FIRST = 2;

  private WordGraph() {}

  /** The bytes of {@code text_encoder/model.onnx} for so many words. */
  static byte[] model(int words) {
    GraphBuilder g = new GraphBuilder();
    String ids = g.input("input_ids", INT64, 1, "tokens");
    float[] vectors = new float[(words + FIRST) * words];
    for (int w = 0; w < words; w++) {
      vectors[(w + FIRST) * words + w] = 1;
    }
    String table = g.tensor(vectors, words + FIRST, words);
    g.output("last_hidden_state", g.node("Gather", table, ids), FLOAT, 1, "tokens", words);
    return g.model();
  }

  /** {@code text_encoder/config.json}. */
  static Map<String, Object> config(int words) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("hidden_size", words);
    config.put("max_position_embeddings", LENGTH);
    config.put("vocab_size", words + FIRST);
    return config;
  }

  /** {@code tokenizer/tokenizer_config.json}. */
  static Map<String, Object> tokenizerConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model_max_length", LENGTH);
    config.put("pad_token", "[PAD]");
    config.put("unk_token", "[UNK]");
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    return config;
  }

  /** {@code tokenizer/tokenizer.json}: words of several parts are added tokens, taken whole. */
  static Map<String, Object> tokenizer(List<String> words) {
    Map<String, Object> vocabulary = new LinkedHashMap<>();
    List<Object> added = new ArrayList<>();
    vocabulary.put("[PAD]", PADDING);
    vocabulary.put("[UNK]", UNKNOWN);
    added.add(token(PADDING, "[PAD]", true));
    added.add(token(UNKNOWN, "[UNK]", true));
    for (int w = 0; w < words.size(); w++) {
      vocabulary.put(words.get(w), FIRST + w);
      added.add(token(FIRST + w, words.get(w), false));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("added_tokens", added);
    json.put("normalizer", Map.of("type", "Lowercase"));
    json.put(
        "pre_tokenizer",
        Map.of(
            "type",
            "Sequence",
            "pretokenizers",
            List.of(
                Map.of("type", "WhitespaceSplit"),
                Map.of("type", "Punctuation", "behavior", "Removed"))));
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "WordLevel");
    model.put("vocab", vocabulary);
    model.put("unk_token", "[UNK]");
    json.put("model", model);
    return json;
  }

  private static Map<String, Object> token(int id, String text, boolean special) {
    Map<String, Object> token = new LinkedHashMap<>();
    token.put("id", id);
    token.put("content", text);
    token.put("single_word", !special);
    token.put("lstrip", false);
    token.put("rstrip", false);
    token.put("normalized", !special);
    token.put("special", special);
    return token;
  }
}
