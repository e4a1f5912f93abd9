package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenizer folders that are damaged or belong to another text encoder are refused. */
class TokenizerCheckTest {
  @TempDir Path folder;
  private Path tokenizer;

  @BeforeEach
  void copy() throws IOException {
    tokenizer = TinyModels.unzip("sd", folder).resolve("tokenizer");
    for (String file : List.of("tokenizer_config.json", "special_tokens_map.json")) {
      Files.deleteIfExists(tokenizer.resolve(file));
    }
  }

  @Test
  void refusesWhatNoEncoderKnows() throws IOException {
    Files.writeString(tokenizer.resolve("added_tokens.json"), "{\"<my-cell>\": 615}");
    assertTrue(refusal().contains("has a token 615 but its text encoder knows only"));
  }

  @ParameterizedTest
  @CsvSource({
    "added_tokens.json, '{\"<c>\": \"x\"}', <c>",
    "added_tokens.json, '{\"<c>\": -4}', <c>",
    "added_tokens.json, '[1]', added_tokens.json",
    "tokenizer_config.json, '{\"added_tokens_decoder\": {\"x\": {\"content\": \"<c>\"}}}', <c>",
    "tokenizer_config.json, '{\"added_tokens_decoder\": {\"4\": {}}}', content",
    "tokenizer_config.json, '{\"added_tokens_decoder\": {\"4\": 7}}', content",
    "vocab.json, '{\"a\": \"x\"}', no number",
    "vocab.json, '{\"a\": 1.5}', no number",
    "vocab.json, '{\"a\": {\"b\": 4}}', no number",
  })
  void refusesDamage(String file, String content, String word) throws IOException {
    Files.writeString(tokenizer.resolve(file), content);
    String sentence = refusal();
    assertTrue(sentence.contains(word) && sentence.contains("tokenizer"), sentence);
  }

  @Test
  void refusesMergesThatWereCut() throws IOException {
    Path merges = tokenizer.resolve("merges.txt");
    List<String> lines = Files.readAllLines(merges);
    for (int left : new int[] {lines.size() - 1, lines.size() / 2}) {
      Files.write(merges, lines.subList(0, left));
      assertTrue(refusal().contains("tokenizer/merges.txt is cut"));
    }
    Files.writeString(merges, "\uFEFF" + String.join("\r\n", lines));
    ModelFolder.open(folder);
  }

  /** A vocabulary of single letters, as small exports have it, needs no merge. */
  @Test
  void readsLettersWithoutMerges() throws IOException {
    Path merges = tokenizer.resolve("merges.txt");
    Files.writeString(tokenizer.resolve("vocab.json"), letters());
    Files.writeString(merges, "#version: 0.2\n");
    try (Tokenizer opened = Tokenizer.open(ModelFolder.open(folder).path().resolve("tokenizer"))) {
      assertEquals(5, opened.encode("ab c", 8, s -> {}).used(), "start, a, b, c, end");
    }
    Files.writeString(merges, "");
    assertTrue(refusal().contains("tokenizer/merges.txt is empty"));
  }

  /** The letters of the alphabet, alone and at the end of a word, under the model's numbers. */
  private String letters() throws IOException {
    JsonObject whole =
        JsonParser.parseString(Files.readString(tokenizer.resolve("vocab.json"))).getAsJsonObject();
    JsonObject single = new JsonObject();
    for (String word : whole.keySet()) {
      boolean special = word.startsWith("<|");
      if (special || word.replaceFirst("</w>$", "").length() == 1) {
        single.add(word, whole.get(word));
      }
    }
    return single.toString();
  }

  private String refusal() {
    String sentence = assertThrows(BadInput.class, () -> ModelFolder.open(folder)).getMessage();
    assertTrue(sentence.endsWith(".") && !sentence.contains("\n"), sentence);
    return sentence;
  }
}
