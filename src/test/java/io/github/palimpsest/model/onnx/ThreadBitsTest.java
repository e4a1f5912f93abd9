package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.TinyModels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks as diffusers exports them, rewritten or not, give the same bits whatever the number of
 * threads of ONNX Runtime. Of the operators met so far only {@code Log} does not: it cuts its
 * values by threads, and the ends of a cut are computed in another way (1 ulp). Nothing depends on
 * that on one computer, for there every session has a thread for each core.
 */
class ThreadBitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sdxl", "lcm", "sd-inpaint", "pixel", "sd-fp16"})
  void anyNumberOfThreadsGivesTheSameBits(String name) {
    ModelFolder folder = ModelFolder.open(TinyModels.folder(name));
    for (int side : new int[] {16, 40}) {
      float[] one = predict(folder, side, 1);
      for (int threads : new int[] {2, 3, 8}) {
        assertArrayEquals(one, predict(folder, side, threads), name + ", " + threads + " threads");
      }
    }
  }

  private static float[] predict(ModelFolder folder, int side, int threads) {
    OnnxModel model =
        new OnnxModel(
            folder, Device.CPU, (file, device, usual) -> Network.load(file, device, threads));
    try {
      String prompt = folder.hasText() ? "bright nuclei" : "";
      try (Denoiser denoiser = model.denoiser(side, side, model.encode(prompt, s -> {}))) {
        Random random = new Random(side);
        float[] x = new float[denoiser.channels() * side * side];
        for (int i = 0; i < x.length; i++) {
          x[i] = (float) random.nextGaussian();
        }
        if (folder.inpainting()) {
          float[] mask = new float[side * side];
          Arrays.fill(mask, side, 5 * side, 1);
          denoiser.bindMask(mask, x);
        }
        float[] out = new float[x.length];
        denoiser.predict(x, 321, out);
        return out;
      }
    } finally {
      model.unload();
    }
  }
}
