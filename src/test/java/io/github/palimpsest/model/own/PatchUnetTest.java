package io.github.palimpsest.model.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.ExamplePicture;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graph of a kept model gives what the formula gives, whatever it has learnt. */
class PatchUnetTest {
  private static final int H = 48;
  private static final int W = 56;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void givesWhatTheFormulaGives(int channels) throws Exception {
    Random random = new Random(channels);
    KeptPictures pictures =
        KeptPictures.of(
            List.of(
                picture(channels, 112, 104, 0, random), picture(channels, 64, 80, 0.6f, random)),
            List.of(0, 1),
            channels,
            List.of("edges", "segmentation"),
            List.of("first", "second word"),
            PatchSettings.DEFAULT);
    assertEquals(4, pictures.levels().size());
    KeptFolder.write(folder, pictures, "made", List.of());
    // a hole of more cells than are compared at a time, at the border too
    float[] mask = new float[H * W];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % W < 38 && i / W > 20 && (i % W < 16 || i / W < 40) ? 1 : 0;
    }
    float[] masked = new float[channels * H * W];
    float[] map = new float[H * W];
    for (int i = 0; i < masked.length; i++) {
      masked[i] = (float) Math.sin(i % (H * W) % W * 0.3 + i / W * 0.1) * (1 - mask[i % (H * W)]);
      map[i % map.length] = i % W > 24 ? 0.8f : 0;
    }
    try (LoadedModel loaded = ModelFolder.open(folder).load("CPU", s -> {})) {
      for (String prompt : List.of("", "Second Word", "first, second word")) {
        try (Denoiser denoiser = loaded.denoiser(H, W, loaded.encode(prompt, s -> {}))) {
          boolean[] wanted = {prompt.startsWith("first"), !prompt.isEmpty()};
          Call call = new Call(denoiser, pictures, mask, masked, wanted);
          denoiser.bindMask(mask, masked);
          double[] times =
              prompt.isEmpty() ? new double[] {0, 123.4, 400.5, 700, 999} : new double[] {20};
          for (double timestep : times) {
            call.check(timestep, new double[2], new float[2][]);
          }
          denoiser.bindControl(1, map);
          denoiser.controlWeight(1, 0.7);
          call.check(30, new double[] {0, 0.7}, new float[][] {null, map});
          call.check(999, new double[] {0, 0.7}, new float[][] {null, map});
        }
      }
    }
  }

  private record Call(
      Denoiser denoiser, KeptPictures pictures, float[] mask, float[] masked, boolean[] wanted) {
    void check(double timestep, double[] weights, float[][] maps) {
      double sigma = new NoiseLevels(KeptFolder.scheduler()).sigma(timestep);
      Random random = new Random((long) timestep);
      float[] x = new float[masked.length];
      for (int i = 0; i < x.length; i++) {
        x[i] =
            (float)
                ((Math.cos(i % W * 0.2) + sigma * random.nextGaussian())
                    / Math.sqrt(1 + sigma * sigma));
      }
      float[] out = new float[x.length];
      denoiser.predict(x, timestep, out);
      float[] expected =
          new PatchFormula(pictures, H, W, x, sigma, mask, masked, weights, maps, wanted)
              .estimate();
      double[] differences = new double[out.length];
      for (int i = 0; i < out.length; i++) {
        differences[i] = Math.abs(out[i] - expected[i]);
      }
      Arrays.sort(differences);
      // of two patches that fit equally well rounding may choose either
      String where = "timestep " + timestep + " for " + Arrays.toString(wanted);
      assertTrue(differences[(int) (0.98 * out.length)] < 2e-3, where);
      assertTrue(Arrays.stream(differences).average().orElseThrow() < 2e-3, where);
    }
  }

  private static ExamplePicture picture(int channels, int h, int w, float light, Random random) {
    int n = h * w;
    float[][] planes = new float[channels][n];
    float[] known = new float[n];
    float[][] maps = new float[2][n];
    BitSet first = new BitSet();
    BitSet second = new BitSet();
    for (int i = 0; i < n; i++) {
      int x = i % w;
      int y = i / w;
      known[i] = x < 6 && y < 9 ? 0 : 1;
      for (int c = 0; c < channels; c++) {
        planes[c][i] =
            light
                + (float) (Math.sin(x * 0.4 + c) * Math.cos(y * 0.3) + random.nextGaussian() * 0.2);
      }
      maps[0][i] = random.nextInt(256) / 255f;
      maps[1][i] = x > y ? 1 : 0;
      first.set(i, x < 20);
      second.set(i, y > 20 && x > 24);
    }
    return new ExamplePicture(
        1,
        0,
        0,
        w,
        h,
        planes,
        known,
        Map.of("first", first, "second word", second),
        List.of(maps[0], maps[1]));
  }
}
