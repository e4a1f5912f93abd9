package io.github.palimpsest.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.palimpsest.model.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Words added to CLIP's vocabulary. The numbers are those of transformers 4.46.3
 * (CLIPTokenizerFast, and CLIPTokenizer where no letter's case matters) on the same files.
 */
class AddedTokensTest {
  private static final int LENGTH = 30;
  private static final String DECODER =
      """
      {"added_tokens_decoder": {
        "9": {"content": "*", "normalized": true},
        "539": {"content": "<my-cell>", "normalized": true, "special": false},
        "540": {"content": "<mine>_1", "normalized": true},
        "541": {"content": "<raw-Cell>", "normalized": false},
        "542": {"content": "glow", "single_word": true, "normalized": true},
        "543": {"content": "<l>", "lstrip": true, "rstrip": true, "normalized": true}}}
      """;
  private static final String NUMBERS = "{\"<my-cell>\": 539, \"<raw-Cell>\": 540, \"glow\": 541}";

  @TempDir Path folder;
  private Path tokenizer;

  @BeforeEach
  void copy() throws IOException {
    tokenizer = TinyModels.unzip("sd", folder).resolve("tokenizer");
    for (String file : List.of("tokenizer_config.json", "special_tokens_map.json")) {
      Files.deleteIfExists(tokenizer.resolve(file));
    }
  }

  private long[] words(String prompt) {
    try (Tokenizer open = Tokenizer.open(tokenizer)) {
      Tokenizer.Tokens tokens = open.encode(prompt, LENGTH, s -> {});
      return Arrays.copyOfRange(tokens.ids(), 1, tokens.used() - 1);
    }
  }

  private static long[] ids(String text) {
    return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "a <my-cell> nuclei, 320 539 536",
    "a<my-cell>nuclei, 320 539 536",
    "'A <my-cell>, <raw-Cell>!', 320 539 267 541 256",
    "a  glow cell glowing aglow, 320 542 514 70 75 78 86 526 64 70 75 78 342",
    "cell <l> cell, 514 543 514",
    "*cell* <mine>_1 x, 9 514 9 540 343",
    "<MY-CELL> <raw-cell>, 539 283 81 64 342 268 514 285",
    "'  <my-cell>  ', 539",
    "a (<my-cell>:1.3) nuclei, 320 539 536",
  })
  void asTransformers(String prompt, String expected) throws IOException {
    Files.writeString(tokenizer.resolve("tokenizer_config.json"), DECODER);
    assertArrayEquals(ids(expected), words(prompt));
  }

  @ParameterizedTest
  @CsvSource({
    "a <my-cell> nuclei, 320 539 536",
    "'A <my-cell>, <raw-Cell>!', 320 539 267 540 256",
    "a  glow cell glowing aglow, 320 541 514 541 526 320 541",
  })
  void numbersAlone(String prompt, String expected) throws IOException {
    Files.writeString(tokenizer.resolve("added_tokens.json"), NUMBERS);
    assertArrayEquals(ids(expected), words(prompt));
  }

  /** A tokenizer.json that was saved before the word was taught, and numbers with holes. */
  @Test
  void besideTokenizerJson() throws IOException {
    String json = ClipTokenizerJson.json(tokenizer).toString();
    Files.writeString(tokenizer.resolve("tokenizer.json"), json);
    Files.writeString(tokenizer.resolve("added_tokens.json"), "{\"<my-cell>\": 700}");
    assertArrayEquals(ids("320 700 536"), words("a <my-cell> nuclei"));
  }

  /** diffusers' maybe_convert_prompt. */
  @Test
  void wordsOfSeveralVectors() throws IOException {
    Files.writeString(
        tokenizer.resolve("added_tokens.json"),
        "{\"<c>\": 615, \"<c>_1\": 616, \"<c>_2\": 617, \"<c>_4\": 618}");
    assertArrayEquals(ids("320 615 616 617 536"), words("a <c> nuclei"));
    assertArrayEquals(ids("616 618"), words("<c>_1 <c>_4"));
  }
}
