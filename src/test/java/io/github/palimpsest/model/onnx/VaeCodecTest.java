package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.LatentCodec;
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

  /** What runs use: above 96 x 96 latents the codec cuts by itself, both ways. */
  @Test
  void largeImagesHaveNoSeams() {
    OnnxModel model = new OnnxModel(ModelFolder.open(TinyModels.folder("sd")), Device.CPU);
    int h = 104;
    int w = 120;
    Random random = new Random(2);
    float[] latent = new float[4 * h * w];
    for (int c = 0; c < 4; c++) {
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          double wave = Math.sin(x / 9.0 + c) * Math.cos(y / 7.0 - c);
          latent[(c * h + y) * w + x] = 0.18215f * (float) (wave + 0.3 * random.nextGaussian());
        }
      }
    }
    try (LatentCodec tiled = model.codec();
        VaeCodec whole = model.vaeCodec(Integer.MAX_VALUE)) {
      float[] image = whole.decode(latent, h, w);
      float[] cut = tiled.decode(latent, h, w);
      assertTrue(rms(image, cut) <= 6e-3, "decode differs by " + rms(image, cut));
      assertTrue(largest(image, cut) <= 0.13, "a value differs by " + largest(image, cut));
      // where a tile begins or ends nothing jumps that does not jump in the whole
      for (int column : new int[] {(w - 88) * 8, 88 * 8}) {
        double jump = jump(image, cut, w * 8, column);
        assertTrue(jump <= 1e-2, "seam of " + jump + " at column " + column);
      }
      Posterior a = whole.encode(image, h * 8, w * 8);
      Posterior b = tiled.encode(image, h * 8, w * 8);
      assertTrue(rms(a.mean(), b.mean()) <= 1e-2, "encode differs by " + rms(a.mean(), b.mean()));
      assertTrue(rms(a.deviation(), b.deviation()) <= 1e-2);
    } finally {
      model.unload();
    }
  }

  /** Mean step of the difference from the column before to this one. */
  private static double jump(float[] whole, float[] cut, int width, int column) {
    double sum = 0;
    int rows = whole.length / width;
    for (int row = 0; row < rows; row++) {
      int i = row * width + column;
      sum += Math.abs(cut[i] - whole[i] - (cut[i - 1] - whole[i - 1]));
    }
    return sum / rows;
  }

  private static double largest(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
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
    try (VaeCodec codec = model.vaeCodec(96 * 96)) {
      assertEquals(3 * 64 * 64, codec.decode(new float[4 * 64], 8, 8).length);
      codec.cancel();
      assertThrows(Cancelled.class, () -> codec.decode(new float[4 * 64], 8, 8));
    } finally {
      model.unload();
    }
  }
}
