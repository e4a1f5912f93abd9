package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.TorchRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuidanceTest {
  /** Which of ten calls ask for the unconditional prediction. */
  private static List<Integer> unconditional(Guidance guidance) {
    List<Integer> calls = new ArrayList<>();
    Sampling run =
        new Sampling(
            Runs.SHAPE,
            Schedulers.create("DDIM", Runs.CONFIG, 10, 1, null),
            Runs::model,
            (call, in, out) -> calls.add(call.index()),
            guidance,
            new TorchRandom(1),
            null,
            false);
    Runs.finish(run);
    return calls;
  }

  /** i / n below start or (i + 1) / n beyond end is off. */
  @ParameterizedTest
  @CsvSource({
    "7.5, 0, 1, 0, 10",
    "1, 0, 1, 0, 0",
    "0.5, 0, 1, 0, 0",
    "7.5, 0.3, 0.8, 3, 8",
    "7.5, 0.25, 0.75, 3, 7",
    "7.5, 0.5, 0.5, 0, 0"
  })
  void actsInItsIntervalOnly(double scale, double start, double end, int from, int to) {
    List<Integer> expected = new ArrayList<>();
    for (int i = from; i < to; i++) {
      expected.add(i);
    }
    assertEquals(expected, unconditional(new Guidance(scale, start, end, 0)));
  }

  @Test
  void equation6() {
    float[] cond = {1, 2, -3};
    new Guidance(3, 0, 1, 0).apply(cond, new float[] {0, 4, -3});
    assertArrayEquals(new float[] {3, -2, -3}, cond);
  }

  /** diffusers' rescale_noise_cfg of cond [1, 2, -3, 0.5], uncond [0, 4, -3, 1], 3, 0.7. */
  @Test
  void rescaleEqualsDiffusers() {
    float[] cond = {1, 2, -3, 0.5f};
    new Guidance(3, 0, 1, 0.7).apply(cond, new float[] {0, 4, -3, 1});
    double scale = 0.7 * deviation(1, 2, -3, 0.5) / deviation(3, -2, -3, -0.5) + 0.3;
    float[] expected = {(float) (3 * scale), (float) (-2 * scale), (float) (-3 * scale), 0};
    expected[3] = (float) (-0.5 * scale);
    assertArrayEquals(expected, cond, 1e-6f);
  }

  /** A constant has no deviation: dividing by it would make the picture infinite or nothing. */
  @ParameterizedTest
  @CsvSource({"0.7, 64", "1, 64", "0.7, 1"})
  void rescaleLeavesConstantsAlone(double rescale, int length) {
    float[] cond = new float[length];
    float[] uncond = new float[length];
    java.util.Arrays.fill(cond, 0.3f);
    java.util.Arrays.fill(uncond, 0.1f);
    float[] plain = cond.clone();
    new Guidance(3, 0, 1, 0).apply(plain, uncond);
    new Guidance(3, 0, 1, rescale).apply(cond, uncond);
    assertArrayEquals(plain, cond);
    assertEquals(0.7f, cond[0], 1e-6f);
    // guidance that cancels what the prompt says: constant although neither prediction is
    float[] wave = {1, 2, 3, 4};
    new Guidance(2, 0, 1, rescale).apply(wave, new float[] {2, 4, 6, 8});
    assertArrayEquals(new float[] {0, 0, 0, 0}, wave);
  }

  private static double deviation(double... v) {
    double mean = 0;
    for (double d : v) {
      mean += d / v.length;
    }
    double sum = 0;
    for (double d : v) {
      sum += (d - mean) * (d - mean);
    }
    return Math.sqrt(sum / (v.length - 1));
  }

  @Test
  void swappedIntervalIsRefused() {
    assertThrows(BadInput.class, () -> new Guidance(7, 0.8, 0.2, 0));
  }
}
