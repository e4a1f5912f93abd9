package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Models;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model in the jar, whatever training made of it. */
class BundledModelTest {
  @Test
  void runsAndReadsItsVocabulary() {
    ModelFolder folder =
        ModelFolder.open(Path.of("src/main/resources/palimpsest-models/micrographs"));
    assertEquals(Models.DEFAULT, folder.name());
    assertEquals(1, folder.channels());
    assertTrue(folder.inpainting() && folder.pixelSpace() && folder.hasText());
    assertEquals("pullpush", folder.card().maskedFill());
    assertTrue(folder.card().vocabulary().contains("nuclei"), folder.card().toString());
    List<String> warnings = new ArrayList<>();
    try (LoadedModel model = OnnxModels.open(folder, "Auto", warnings::add)) {
      Conditioning empty = model.encode("", warnings::add);
      Conditioning nuclei = model.encode("Fluorescence nuclei", warnings::add);
      assertNotEquals(empty, nuclei);
      assertEquals(model.encode("fluorescence, nuclei", warnings::add), nuclei);
      int side = 2 * folder.multiple();
      try (Denoiser denoiser = model.denoiser(side, 2 * side, nuclei)) {
        float[] x = new float[2 * side * side];
        x[0] = 1;
        float[] out = new float[x.length];
        denoiser.bindMask(new float[x.length], new float[x.length]);
        denoiser.predict(x, 999, out);
        for (float value : out) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
    assertEquals(List.of(), warnings);
  }
}
