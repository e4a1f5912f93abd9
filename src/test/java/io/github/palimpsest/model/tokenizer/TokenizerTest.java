package io.github.palimpsest.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import io.github.palimpsest.model.Golden;
import io.github.palimpsest.model.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {
  private static final Path BUNDLED =
      Path.of("src/main/resources/palimpsest-models/micrographs/tokenizer");

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

  /** CLIP's own padding where vocabulary and merges are all there is. */
  @Test
  void padsAsClipWhereNoFileSaysHow(@TempDir Path bare) throws IOException {
    Path whole = TinyModels.folder("sd").resolve("tokenizer");
    for (String file : List.of("vocab.json", "merges.txt")) {
      Files.copy(whole.resolve(file), bare.resolve(file));
    }
    try (Tokenizer a = Tokenizer.open(whole);
        Tokenizer b = Tokenizer.open(bare)) {
      assertArrayEquals(
          a.encode("a bright cell", LENGTH, s -> {}).ids(),
          b.encode("a bright cell", LENGTH, s -> {}).ids());
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

  @Test
  void namesTheWordsThatItDoesNotKnow() {
    Path folder = BUNDLED;
    List<String> warnings = new ArrayList<>();
    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      tokenizer.encode("Fluorescence nuclei, (dense:1.3) cells", 12, warnings::add);
      assertEquals(List.of(), warnings);
      tokenizer.encode("µm nuclei (😀 Pollen:1.2) of cells, pollen", 12, warnings::add);
    }
    assertEquals(1, warnings.size());
    String start =
        "The model does not know \"µm\", \"😀\", \"Pollen\", \"of\", \"pollen\" and cannot";
    assertTrue(warnings.get(0).startsWith(start), warnings.get(0));
    assertTrue(warnings.get(0).endsWith("empty, tissue."), warnings.get(0));
  }

  /** A word-level vocabulary too; across weights; a word of which only half fits is named whole. */
  @Test
  void namesWhatIsCutInAnyVocabulary() {
    List<String> warnings = new ArrayList<>();
    try (Tokenizer tokenizer = Tokenizer.open(BUNDLED)) {
      String long12 = "few many dense small large bright dim empty tissue nuclei cells actin";
      tokenizer.encode(long12 + " (golgi dna:1.5) noisy", 12, warnings::add);
    }
    try (Tokenizer tokenizer = Tokenizer.open(TinyModels.folder("sd").resolve("tokenizer"))) {
      tokenizer.encode("the cell microscope", 6, warnings::add);
    }
    assertEquals(2, warnings.size());
    assertTrue(warnings.get(0).endsWith("left out: \"golgi dna noisy\"."), warnings.get(0));
    assertTrue(warnings.get(1).endsWith("left out: \"microscope\"."), warnings.get(1));
  }
}
