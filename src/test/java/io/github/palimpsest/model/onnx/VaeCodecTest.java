package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.ModelFolder;
import io.github.palimpsest.model.Posterior;
import io.github.palimpsest.model.TinyModels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VaeCodecTest {
  @Test
  void tilesAgreeWithTheWhole() {
    OnnxModel model = new OnnxModel(ModelFolder.open(TinyModels.folder("sd")), Device.CPU);
    int h = 60;
    int w = 80;
    Random random = new Random(1);
    float[] latent = new float[4 * h * w];
    for (int i = 0; i < latent.length; i++) {
      latent[i] = 0.18215f * (float) random.nextGaussian();
    }
    try (VaeCodec tiled = model.vaeCodec(64 * 64);
        VaeCodec whole = model.vaeCodec(Integer.MAX_VALUE)) {
      float[] image = whole.decode(latent, h, w);
      double error = rms(image, tiled.decode(latent, h, w));
      assertTrue(error <= 1e-2, "decode differs by " + error);
      Posterior a = whole.encode(image, h * 8, w * 8);
      Posterior b = tiled.encode(image, h * 8, w * 8);
      assertTrue(rms(a.mean(), b.mean()) <= 1e-2);
    } finally {
      model.unload();
    }
  }

  private static double rms(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }

  @Test
  void cancelledCodecsStop() {
    OnnxModel model = new OnnxModel(ModelFolder.open(TinyModels.folder("sd")), Device.CPU);
    try (VaeCodec codec = model.vaeCodec(VaeCodec.LARGEST)) {
      assertEquals(3 * 64 * 64, codec.decode(new float[4 * 64], 8, 8).length);
      codec.cancel();
      assertThrows(Cancelled.class, () -> codec.decode(new float[4 * 64], 8, 8));
    } finally {
      model.unload();
    }
  }
}
