package io.github.palimpsest.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {
  private static final int LENGTH = 77;

  /** Every prompt of the golden file, tokenised as transformers' CLIPTokenizer does. */
  @ParameterizedTest
  @CsvSource({
    "sd, tokenizer, first",
    "sdxl, tokenizer, first",
    "sdxl, tokenizer_2, second",
    "sdxl-inpaint, tokenizer_2, second"
  })
  void agreesWithTransformers(String model, String folder, String golden) {
    Golden file = Golden.load("tokens");
    JsonArray prompts = file.meta().getAsJsonArray("prompts");
    float[] expected = file.array(golden);
    try (Tokenizer tokenizer = Tokenizer.open(TinyModels.folder(model).resolve(folder))) {
      for (int i = 0; i < prompts.size(); i++) {
        String prompt = prompts.get(i).getAsString();
        long[] wanted = new long[LENGTH];
        for (int j = 0; j < LENGTH; j++) {
          wanted[j] = (long) expected[i * LENGTH + j];
        }
        long[] ids = tokenizer.encode(prompt, LENGTH, sentence -> {}).ids();
        assertArrayEquals(wanted, ids, () -> prompt + " gave " + Arrays.toString(ids));
      }
    }
  }

  @Test
  void namesTheWordsThatDoNotFit() {
    Path folder = TinyModels.folder("sd").resolve("tokenizer");
    List<String> warnings = new ArrayList<>();
    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      Tokenizer.Tokens tokens = tokenizer.encode("the bright nuclei of the cell", 6, warnings::add);
      assertEquals(6, tokens.ids().length);
      assertEquals(6, tokens.used());
    }
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("\"the cell\""), warnings.get(0));
  }

  @Test
  void onlyTheExplicitFormIsAWeight() {
    Path folder = TinyModels.folder("sd").resolve("tokenizer");
    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      Tokenizer.Tokens plain = tokenizer.encode("a bright cell", LENGTH, s -> {});
      assertNull(plain.weights());
      Tokenizer.Tokens weighted = tokenizer.encode("a (bright:1.3) cell", LENGTH, s -> {});
      assertArrayEquals(plain.ids(), weighted.ids());
      float[] expected = new float[LENGTH];
      Arrays.fill(expected, 1);
      expected[2] = 1.3f;
      assertArrayEquals(expected, weighted.weights());
      assertNull(tokenizer.encode("a (bright) [cell] ((a))", LENGTH, s -> {}).weights());
      assertNull(tokenizer.encode("ratio (a:b)", LENGTH, s -> {}).weights());
    }
  }
}
