package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.Golden;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Posterior;
import io.github.palimpsest.model.TinyModels;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every network of a folder gives what torch gives. */
class NetworkParityTest {
  private static final double EXACT = 1e-4;
  private static final double HALF = 6e-2;
  private static final Consumer<String> NO_WARNING =
      sentence -> {
        throw new AssertionError(sentence);
      };

  static LoadedModel open(String name) {
    return OnnxModels.open(ModelFolder.open(TinyModels.folder(name)), "CPU", NO_WARNING);
  }

  private static float[] predict(Denoiser denoiser, float[] x, double timestep) {
    float[] out = new float[x.length];
    denoiser.predict(x, timestep, out);
    return out;
  }

  @Test
  void stableDiffusion() {
    Golden golden = Golden.load("sd_parts");
    try (LoadedModel model = open("sd")) {
      Conditioning prompt = model.encode(golden.meta().get("prompt").getAsString(), NO_WARNING);
      assertTrue(golden.error("embeddings", prompt.embeddings()) <= EXACT);
      try (Denoiser denoiser = model.denoiser(6, 8, prompt)) {
        float[] out = predict(denoiser, golden.array("x"), 500.25);
        assertTrue(golden.error("predicted", out) <= EXACT);
      }
    }
  }

  @Test
  void latentsThatDownSamplingDoesNotDivide() {
    Golden golden = Golden.load("sd_parts");
    try (LoadedModel model = open("sd")) {
      assertEquals(8, model.model().multiple());
      Conditioning prompt = model.encode(golden.meta().get("prompt").getAsString(), NO_WARNING);
      try (Denoiser denoiser = model.denoiser(7, 9, prompt)) {
        float[] out = predict(denoiser, golden.array("odd"), 500.25);
        assertTrue(golden.error("predicted_odd", out) <= EXACT);
      }
    }
  }

  @Test
  void controlNet() {
    Golden golden = Golden.load("sd_parts");
    float[] map = Golden.load("inputs").array("control");
    float[] x = golden.array("x");
    try (LoadedModel model = open("sd")) {
      Conditioning prompt = model.encode(golden.meta().get("prompt").getAsString(), NO_WARNING);
      try (Denoiser denoiser = model.denoiser(6, 8, prompt)) {
        float[] without = predict(denoiser, x, 500.25);
        denoiser.bindControl(0, map);
        denoiser.controlWeight(0, 0.8);
        float[] with = predict(denoiser, x, 500.25);
        assertTrue(golden.error("controlled", with) <= EXACT);
        assertTrue(golden.error("predicted", with) > 100 * EXACT, "the map must matter");
        denoiser.controlWeight(0, 0);
        assertArrayEquals(without, predict(denoiser, x, 500.25), "weight 0 is as without");
      }
    }
  }

  @Test
  void autoencoder() {
    Golden golden = Golden.load("sd_parts");
    float[] image = Golden.load("inputs").array("image");
    try (LoadedModel model = open("sd");
        LatentCodec codec = model.codec()) {
      Posterior posterior = codec.encode(image, 48, 64);
      float[] moments = golden.array("moments");
      for (int i = 0; i < posterior.mean().length; i++) {
        assertEquals(moments[i], posterior.mean()[i], EXACT);
        double deviation = Math.exp(0.5 * moments[posterior.mean().length + i]);
        assertEquals(deviation, posterior.deviation()[i], EXACT);
      }
      assertTrue(golden.error("decoded", codec.decode(golden.array("x"), 6, 8)) <= EXACT);
    }
  }

  @Test
  void halfPrecisionWithExternalWeightsAndIntegerTimestep() {
    Golden golden = Golden.load("sd_parts");
    try (LoadedModel model = open("sd-fp16");
        LatentCodec codec = model.codec()) {
      assertTrue(model.model().sha256().containsKey("unet/model.onnx_data"));
      Conditioning prompt = model.encode(golden.meta().get("prompt").getAsString(), NO_WARNING);
      assertTrue(golden.error("embeddings", prompt.embeddings()) <= HALF);
      try (Denoiser denoiser = model.denoiser(6, 8, prompt)) {
        float[] rounded = predict(denoiser, golden.array("x"), 500.25);
        assertTrue(golden.error("predicted", rounded) <= HALF);
        assertArrayEquals(
            predict(denoiser, golden.array("x"), 500), rounded, "the nearest integer");
      }
      assertTrue(golden.error("decoded", codec.decode(golden.array("x"), 6, 8)) <= HALF);
    }
  }

  @Test
  void sdxlConditioning() {
    Golden golden = Golden.load("sdxl_parts");
    try (LoadedModel model = open("sdxl")) {
      Conditioning prompt = model.encode(golden.meta().get("prompt").getAsString(), NO_WARNING);
      assertTrue(golden.error("embeddings", prompt.embeddings()) <= EXACT);
      assertTrue(golden.error("pooled", prompt.pooled()) <= EXACT);
      Conditioning negative =
          model.encodeNegative(golden.meta().get("negative").getAsString(), NO_WARNING);
      assertTrue(golden.error("negative", negative.embeddings()) <= EXACT);
      assertTrue(golden.error("negative_pooled", negative.pooled()) <= EXACT);
      assertEquals(prompt.zeros(), model.encodeNegative("", NO_WARNING));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd-inpaint", "sdxl", "sdxl-inpaint", "lcm"})
  void otherFamilies(String name) {
    Golden golden = Golden.load("unets");
    try (LoadedModel model = open(name)) {
      Conditioning prompt = model.encode(golden.meta().get("prompt").getAsString(), NO_WARNING);
      try (Denoiser denoiser = model.denoiser(6, 8, prompt)) {
        denoiser.guidanceScale(golden.meta().get("guidance").getAsDouble());
        if (model.model().inpainting()) {
          denoiser.bindMask(golden.array("mask"), golden.array("masked"));
        }
        float[] out = predict(denoiser, golden.array("x"), 321);
        assertTrue(golden.error(name.replace('-', '_'), out) <= EXACT);
      }
    }
  }

  @Test
  void pixelSpace() {
    Golden golden = Golden.load("pixel_parts");
    try (LoadedModel model = open("pixel");
        Denoiser denoiser = model.denoiser(48, 64, Conditioning.NONE)) {
      assertTrue(model.model().pixelSpace());
      assertEquals(2, model.model().multiple());
      assertFalse(model.model().hasText());
      float[] out = predict(denoiser, golden.array("x"), 500);
      assertTrue(golden.error("predicted", out) <= EXACT);
    }
  }

  @Test
  void weightedWordsMoveAwayFromTheEmptyPrompt() {
    try (LoadedModel model = open("sd")) {
      Conditioning plain = model.encode("a bright cell", NO_WARNING);
      assertEquals(plain, model.encode("a (bright:1) cell", NO_WARNING));
      Conditioning none = model.encode("", NO_WARNING);
      Conditioning off = model.encode("(a:0) bright cell", NO_WARNING);
      int width = plain.width();
      for (int i = 0; i < width; i++) {
        assertEquals(none.embeddings()[width + i], off.embeddings()[width + i], "the word a");
        assertEquals(plain.embeddings()[2 * width + i], off.embeddings()[2 * width + i]);
      }
    }
  }
}
