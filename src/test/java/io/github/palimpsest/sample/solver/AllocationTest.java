package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.TorchRandom;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step takes at most 2 KB of heap, whatever the size of the latent and whatever acts in it. */
class AllocationTest {
  private static final int SIZE = 32;
  private static final int STEPS = 20;

  static List<Runs.Case> cases() {
    return Runs.cases();
  }

  private static Sampling plain(Runs.Case c) {
    return new Sampling(
        new int[] {4, SIZE, SIZE},
        c.scheduler(STEPS, 1),
        Runs::model,
        Runs::model,
        new Guidance(3, 0, 1, 0.5),
        new TorchRandom(1),
        null,
        false);
  }

  /** With soft known pixels, returns, a hook and an edit that is held. */
  private static Sampling busy(Runs.Case c) {
    float[] mask = new float[SIZE * SIZE];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % 4 / 3f;
    }
    float[] x0 = new float[4 * mask.length];
    Sampling run =
        plain(c)
            .setKnownPixels(new KnownPixels(x0, mask, KnownPixels.Rule.SAMPLER, 2, 5))
            .hook(Runs.afterGuidance(v -> v.denoised()[0] *= 0.9f));
    float[] difference = new float[x0.length];
    difference[7] = 0.5f;
    run.edit(difference, 1, STEPS);
    return run;
  }

  /** Bytes of heap a step. */
  private static long heap(Sampling run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int steps = 1;
    run.advance(); // allocates what every step uses
    long before = threads.getCurrentThreadAllocatedBytes();
    while (run.advance()) {
      steps++;
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(run.steps(), steps);
    return bytes / (steps - 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepsAllocateNextToNothing(Runs.Case c) {
    for (Function<Runs.Case, Sampling> kind :
        List.<Function<Runs.Case, Sampling>>of(AllocationTest::plain, AllocationTest::busy)) {
      long least = Long.MAX_VALUE;
      // what the virtual machine itself allocates at the first run does not count
      for (int round = 0; round < 3 && least > 2048; round++) {
        least = Math.min(least, heap(kind.apply(c)));
      }
      assertTrue(least <= 2048, c + " takes " + least + " bytes a step");
    }
  }
}
