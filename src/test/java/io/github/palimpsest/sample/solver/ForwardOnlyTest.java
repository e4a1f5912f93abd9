package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.TorchRandom;
import io.github.palimpsest.sample.solver.Runs.Case;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that does not go back holds little and has the bits of one that keeps everything. */
class ForwardOnlyTest {
  private static final int SIDE = 128;

  static List<Case> cases() {
    return Runs.cases();
  }

  private static void assertSame(List<float[]> expected, List<float[]> actual, String what) {
    assertEquals(expected.size(), actual.size(), what);
    for (int k = 0; k < expected.size(); k++) {
      assertArrayEquals(expected.get(k), actual.get(k), what + ", state " + k);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasTheSameBits(Case c) {
    assertSame(Runs.finish(Runs.run(c, 7)), Runs.finish(Runs.run(c, 7).forwardOnly()), "plain");
    for (int resample : new int[] {1, 3}) {
      assertSame(
          Runs.finish(Runs.busy(c, resample)),
          Runs.finish(Runs.busy(c, resample).forwardOnly()),
          "resample " + resample);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void undoesAFailedStep(Case c) {
    List<float[]> expected = Runs.finish(Runs.run(c, 7));
    boolean[] fails = {false};
    Predictor model =
        (call, in, out) -> {
          Runs.model(call, in, out);
          if (fails[0]) {
            throw new IllegalStateException("fails");
          }
        };
    Sampling run = Runs.run(c.scheduler(), 7, model).forwardOnly();
    for (int k = 1; k <= run.steps(); k++) {
      fails[0] = true;
      assertThrows(IllegalStateException.class, run::advance);
      fails[0] = false;
      run.advance();
      // as when a listener fails after the step
      run.rewind(k - 1);
      assertArrayEquals(expected.get(k - 1), run.now().x);
      run.advance();
      assertArrayEquals(expected.get(k), run.now().x);
    }
    BadInput e = assertThrows(BadInput.class, () -> run.rewind(0));
    assertTrue(e.getMessage().startsWith("step (0) is no longer kept"), e.getMessage());
  }

  /** Bytes of heap of a whole run, from its constructor to its end, in arrays of the latent. */
  private static double arrays(Case c, int steps, Predictor negative) {
    Scheduler scheduler = c.scheduler(steps, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Sampling run =
        new Sampling(
                new int[] {1, SIDE, SIDE},
                scheduler,
                Runs::model,
                negative,
                new Guidance(3, 0, 1, 0),
                new TorchRandom(1),
                null,
                false)
            .forwardOnly();
    while (run.advance()) {
      // to the end
    }
    double bytes = threads.getCurrentThreadAllocatedBytes() - before;
    return bytes / (SIDE * SIDE * 4);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsTwoStatesAndWhatOneCallNeeds(Case c) {
    Scheduler s = c.scheduler();
    boolean between = s.calls() > s.steps();
    boolean draws = s.draws(0) || s.draws(1);
    // two states (three or four where a step has several calls), first noise, input, output
    int most = (between ? 4 : 2) * s.arrays() + 3;
    arrays(c, 4, Runs::model); // warms up
    double plain = arrays(c, 12, null);
    double guided = arrays(c, 12, Runs::model);
    assertTrue(plain <= most + (draws ? 1 : 0) + 0.8, plain + " of " + most);
    assertTrue(guided <= most + 1 + 0.8, guided + " of " + most);
  }
}
