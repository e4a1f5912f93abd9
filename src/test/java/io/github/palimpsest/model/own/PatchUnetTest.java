package io.github.palimpsest.model.own;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graph of a kept model gives what the formula gives, whatever lies in the bank. */
class PatchUnetTest {
  private static final int H = 40;
  private static final int W = 48;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void givesWhatTheFormulaGives(int channels) throws Exception {
    KeptBank bank = bank(channels, new Random(channels));
    KeptFolder.write(folder, bank, "made", List.of());
    Random random = new Random(7);
    float[] masked = picture(channels * H * W, random);
    float[] mask = new float[H * W];
    for (int i = 0; i < mask.length; i++) {
      // a hole of more cells than are compared at a time, at the border too
      mask[i] = i % W < 38 && i / W > 2 && (i % W < 20 || i / W < 37) ? 1 : 0;
      for (int c = 0; c < channels; c++) {
        masked[c * H * W + i] *= 1 - mask[i];
      }
    }
    float[] map = new float[H * W];
    for (int i = 0; i < map.length; i++) {
      map[i] = i % W > 24 ? 0.8f : 0;
    }
    ModelFolder model = ModelFolder.open(folder);
    try (LoadedModel loaded = model.load("CPU", s -> {})) {
      for (String prompt : List.of("", "Second Word", "first, second word")) {
        try (Denoiser denoiser = loaded.denoiser(H, W, loaded.encode(prompt, s -> {}))) {
          denoiser.bindMask(mask, masked);
          boolean[] wanted = {prompt.startsWith("first"), !prompt.isEmpty()};
          for (double timestep :
              prompt.isEmpty()
                  ? new double[] {0, 123.4, 400.5, 700, 999}
                  : new double[] {20, 500}) {
            check(denoiser, bank, timestep, mask, masked, new double[2], new float[2][], wanted);
          }
          denoiser.bindControl(1, map);
          denoiser.controlWeight(1, 0.7);
          double[] weights = {0, 0.7};
          check(denoiser, bank, 30, mask, masked, weights, new float[][] {null, map}, wanted);
          check(denoiser, bank, 600, mask, masked, weights, new float[][] {null, map}, wanted);
        }
      }
    }
  }

  private static void check(
      Denoiser denoiser,
      KeptBank bank,
      double timestep,
      float[] mask,
      float[] masked,
      double[] weights,
      float[][] maps,
      boolean[] wanted) {
    double sigma = new NoiseLevels(KeptFolder.scheduler()).sigma(timestep);
    float[] x = picture(bank.channels() * H * W, new Random((long) timestep));
    float[] out = new float[x.length];
    denoiser.predict(x, timestep, out);
    float[] wantedOut =
        new PatchFormula(bank, H, W).estimate(x, sigma, mask, masked, weights, maps, wanted);
    double worst = 0;
    for (int i = 0; i < out.length; i++) {
      worst = Math.max(worst, Math.abs(out[i] - wantedOut[i]));
    }
    assertEquals(0, worst, 2e-3, "timestep " + timestep);
  }

  private static float[] picture(int n, Random random) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) (random.nextGaussian() * 0.4);
    }
    return out;
  }

  private static KeptBank bank(int channels, Random random) {
    List<KeptLevel> levels = new ArrayList<>();
    for (int count : new int[] {70, 50, 33, 20}) {
      float[] prior = picture(count, random);
      byte[][] maps = new byte[2][49 * count];
      byte[][] members = new byte[2][count];
      for (int k = 0; k < 2; k++) {
        random.nextBytes(maps[k]);
        for (int p = 0; p < count; p++) {
          members[k][p] = (byte) (random.nextInt(3) == 0 ? 1 : 0);
        }
      }
      levels.add(new KeptLevel(picture(channels * 49 * count, random), maps, prior, members));
    }
    return new KeptBank(
        channels, List.of("edges", "segmentation"), List.of("first", "second word"), levels);
  }
}
