package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.KnownPixels.Rule;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.TorchRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Soft masks as strength, and the returns of RePaint. */
class KnownPixelsTest {
  static List<Runs.Case> cases() {
    return Runs.cases();
  }

  /** More mask, never less change; none for 0, all for 1. */
  @ParameterizedTest
  @MethodSource("cases")
  void softMaskIsMonotoneStrength(Runs.Case c) {
    int n = 20;
    float[] x0 = new float[Runs.SIZE];
    java.util.Arrays.fill(x0, -1);
    float[] mask = new float[Runs.SIZE];
    for (int i = 0; i < Runs.SIZE; i++) {
      mask[i] = i / (Runs.SIZE - 1f);
    }
    Scheduler s = c.scheduler(n, 1);
    int[] free = new int[Runs.SIZE];
    KnownPixels known = new KnownPixels(x0, mask, Rule.SAMPLER, 1);
    Sampling run = Runs.run(s, 7, Runs::model).setKnownPixels(known);
    float[] noise = new float[Runs.SIZE];
    new TorchRandom(7).normal(noise);
    run.hook(
        Runs.afterStep(
            v -> {
              int call = v.call().index() + 1;
              boolean end = call == s.calls();
              for (int i = 0; i < Runs.SIZE; i++) {
                float held =
                    end
                        ? x0[i]
                        : (float) s.alphaOf(call) * x0[i] + (float) s.sigmaOf(call) * noise[i];
                free[i] += v.x()[i] == held ? 0 : 1;
              }
            }));
    Runs.finish(run);
    assertEquals(0, free[0]);
    assertEquals(s.calls(), free[Runs.SIZE - 1]);
    for (int i = 1; i < Runs.SIZE; i++) {
      assertTrue(free[i] >= free[i - 1], "mask " + mask[i] + " is free in " + free[i] + " calls");
      assertEquals(mask[i] * s.calls(), free[i], 1.01, "share of the run for mask " + mask[i]);
    }
  }

  /** Data around 1, source at −1: the softer the mask, the nearer the result to the source. */
  @Test
  void softMaskInMeansMonotoneChangeOut() {
    float[] x0 = new float[Runs.SIZE];
    java.util.Arrays.fill(x0, -1);
    Scheduler s = Schedulers.create("DDIM", Runs.CONFIG, 50, 1, null);
    double before = -1;
    for (float m = 0; m <= 1; m += 0.125f) {
      float[] mask = new float[Runs.SIZE];
      java.util.Arrays.fill(mask, m);
      Sampling run =
          Runs.run(s, 7, Runs::model)
              .setKnownPixels(new KnownPixels(x0, mask, Rule.SAMPLER, 1))
              .hook(
                  Runs.afterGuidance(
                      v -> {
                        double a = s.alphaOf(v.call().index());
                        double level = s.levelOf(v.call().index());
                        double gain = 0.04 * a / (0.04 * a * a + level * level);
                        for (int i = 0; i < Runs.SIZE; i++) {
                          v.denoised()[i] = (float) (1 + gain * (v.x()[i] - a));
                        }
                      }));
      Runs.finish(run);
      double change = 0;
      for (float v : run.now().x) {
        change += (v + 1) / Runs.SIZE;
      }
      assertEquals(m == 0, change == 0, "mask " + m);
      assertTrue(change > before, "mask " + m + " changes by " + change + " after " + before);
      before = change;
    }
    assertEquals(2, before, 0.2);
  }

  @Test
  void theNetworkHoldsWhatIsKnownUnderConcat() {
    KnownPixels known = new KnownPixels(new float[2], new float[] {0, 0.5f}, Rule.NETWORK, 1);
    assertTrue(!known.holds(0, 0, 10) && known.holds(1, 0, 10) && !known.holds(1, 9, 10));
  }

  /** get_schedule_jump of the paper with t_T = 10, jump_len = 3, jump_n_sample = 2. */
  @Test
  void returnsAreThoseOfThePaper() {
    int steps = 10;
    List<Integer> visited = new ArrayList<>();
    Sampling run =
        Runs.run(Schedulers.create("DDIM", Runs.CONFIG, steps, 1, null), 7, Runs::model)
            .setKnownPixels(new KnownPixels(Runs.source(), Runs.mask(), Rule.SAMPLER, 2, 3))
            .hook(Runs.afterStep(v -> visited.add(steps - v.step())));
    Runs.finish(run);
    assertEquals(List.of(9, 8, 7, 6, 8, 7, 6, 5, 4, 3, 5, 4, 3, 2, 1, 0, 2, 1, 0), visited);
  }

  @Test
  void wrongSizesAreRefused() {
    float[] x0 = new float[4];
    float[] mask = new float[3];
    assertThrows(BadInput.class, () -> new KnownPixels(x0, mask, Rule.SAMPLER, 1));
    assertThrows(BadInput.class, () -> new KnownPixels(x0, x0, Rule.SAMPLER, 0));
    Sampling run = Runs.run(Runs.cases().get(0), 1);
    assertThrows(
        BadInput.class, () -> run.setKnownPixels(new KnownPixels(x0, x0, Rule.SAMPLER, 1)));
  }
}
