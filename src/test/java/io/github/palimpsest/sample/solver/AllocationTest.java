package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.TorchRandom;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step takes at most 2 KB of heap, whatever the size of the latent. */
class AllocationTest {
  static List<Runs.Case> cases() {
    return Runs.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepsAllocateNextToNothing(Runs.Case c) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      Sampling run =
          new Sampling(
              new int[] {4, 32, 32},
              c.scheduler(20, 1),
              Runs::model,
              Runs::model,
              new Guidance(3, 0, 1, 0.5),
              new TorchRandom(1),
              null,
              false);
      long before = threads.getCurrentThreadAllocatedBytes();
      while (run.advance()) {
        assertTrue(run.step() > 0);
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / run.steps());
    }
    assertTrue(least <= 2048, c + " takes " + least + " bytes a step");
  }
}
