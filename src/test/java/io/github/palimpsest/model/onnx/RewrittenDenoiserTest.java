package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.TinyModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Denoisers of rewritten networks give what the files give, whatever changes between calls. */
class RewrittenDenoiserTest {
  private static final double EXACT = 5e-6;
  private static final double HALF = 6e-2;

  /** A model whose networks run as they are in their files. */
  private static OnnxModel raw(Path folder) {
    return new OnnxModel(
        ModelFolder.open(folder),
        Device.CPU,
        (f, device, threads) ->
            Network.load(
                new NetworkFile(f.model(), f.folder(), f.part(), f.noisyChannels(), false),
                device,
                threads));
  }

  private static OnnxModel rewritten(Path folder) {
    return new OnnxModel(ModelFolder.open(folder), Device.CPU);
  }

  private static float[] noise(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertAlike(float[] expected, float[] given, double bound, String what) {
    double scale = 1;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(expected[i] - given[i]));
    }
    assertEquals(expected.length, given.length);
    assertTrue(error <= bound * scale, what + " differs by " + error / scale);
  }

  private static double bound(String name) {
    return name.endsWith("fp16") ? HALF : EXACT;
  }

  /** A run in which everything changes that may change, each time before another step. */
  private static List<float[]> run(OnnxModel model, Conditioning prompt) {
    List<float[]> outputs = new ArrayList<>();
    try (Denoiser denoiser = model.denoiser(8, 16, prompt)) {
      ModelFolder folder = model.folder();
      int plane = 8 * 16;
      float[] x = new float[folder.channels() * plane];
      for (int step = 0; step < 10; step++) {
        if (folder.inpainting() && (step == 1 || step == 4 || step == 5)) {
          float[] mask = new float[plane];
          Arrays.fill(mask, step * 9, 100, 1);
          denoiser.bindMask(mask, noise(x.length, step));
        }
        denoiser.guidanceScale(step == 3 ? 4 : 2);
        if (!folder.controlNets().isEmpty() && step > 5) {
          int pixels = plane * folder.scale() * folder.scale();
          if (step != 8) {
            denoiser.bindControl(0, noise(folder.controlNets().get(0).channels() * pixels, step));
          }
          denoiser.controlWeight(0, step == 7 ? 0.4 : 1);
          denoiser.guess(step == 9);
        }
        float[] out = new float[x.length];
        denoiser.predict(noise(x.length, 100 + step), 900 - 90.5 * (step / 2), out);
        outputs.add(out);
      }
    }
    return outputs;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd", "sd-inpaint", "sdxl", "sdxl-inpaint", "lcm", "pixel", "sd-fp16"})
  void everyFamily(String name) {
    Path folder = TinyModels.folder(name);
    OnnxModel raw = raw(folder);
    OnnxModel rewritten = rewritten(folder);
    try {
      String words = raw.folder().hasText() ? "a bright cell" : "";
      Conditioning prompt = raw.encode(words, s -> {});
      Conditioning same = rewritten.encode(words, s -> {});
      assertAlike(prompt.embeddings(), same.embeddings(), bound(name), "prompt");
      List<float[]> expected = run(raw, prompt);
      List<float[]> given = run(rewritten, prompt);
      for (int step = 0; step < expected.size(); step++) {
        assertAlike(expected.get(step), given.get(step), bound(name), "step " + step);
      }
      if (!raw.folder().pixelSpace()) {
        codecs(raw, rewritten, bound(name));
      }
      assertEquals(List.of(), warnings(rewritten));
    } finally {
      raw.unload();
      rewritten.unload();
    }
  }

  private static void codecs(OnnxModel raw, OnnxModel rewritten, double bound) {
    try (LatentCodec expected = raw.codec();
        LatentCodec given = rewritten.codec()) {
      int side = 8 * expected.scale();
      float[] image = noise(expected.imageChannels() * side * side, 3);
      for (int i = 0; i < image.length; i++) {
        image[i] /= 4;
      }
      float[] latent = expected.encode(image, side, side).mean();
      assertAlike(latent, given.encode(image, side, side).mean(), bound, "encoder");
      assertAlike(expected.decode(latent, 8, 8), given.decode(latent, 8, 8), bound, "decoder");
    }
  }

  private static List<String> warnings(OnnxModel model) {
    List<String> told = new ArrayList<>();
    model.tell(told::add);
    return told;
  }

  /** Both halves of guidance at once, over the same timesteps; bits do not depend on the other. */
  @Test
  void denoisersInTwoThreads() throws Exception {
    OnnxModel model = rewritten(TinyModels.folder("sd-inpaint"));
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Conditioning[] prompts = {model.encode("cell", s -> {}), model.encode("", s -> {})};
      List<List<float[]>> alone = List.of(run(model, prompts[0]), run(model, prompts[1]));
      for (int round = 0; round < 3; round++) {
        List<Future<List<float[]>>> both = new ArrayList<>();
        for (Conditioning prompt : prompts) {
          both.add(pool.submit(() -> run(model, prompt)));
        }
        for (int i = 0; i < 2; i++) {
          List<float[]> given = both.get(i).get(60, TimeUnit.SECONDS);
          for (int step = 0; step < given.size(); step++) {
            assertArrayEquals(alone.get(i).get(step), given.get(step));
          }
        }
      }
    } finally {
      pool.shutdown();
      model.unload();
    }
  }
}
