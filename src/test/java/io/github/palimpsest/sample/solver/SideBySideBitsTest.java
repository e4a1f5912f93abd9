package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.concurrent.Threads;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.ModelCall;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.RegionPredictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.TorchRandom;
import io.github.palimpsest.sample.solver.Runs.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guidance and regions give the same bits on any number of threads. */
@Timeout(60)
class SideBySideBitsTest {
  private static final int[] HELPING = {0, 1, 3, 7};
  private static final int REGIONS = 5;

  static Stream<Case> cases() {
    return Runs.cases().stream();
  }

  /** A network with buffers of its own, which a second call at the same time would spoil. */
  private static Predictor network(float factor) {
    float[] own = new float[Runs.SIZE];
    return (call, in, out) -> {
      Runs.model(call, in, own);
      for (int i = 0; i < out.length; i++) {
        out[i] = own[i] * factor;
      }
    };
  }

  /** Regions that lie on each other, with soft weights. */
  private static Predictor regions(float factor, SideBySide share) {
    List<RegionPredictor.Part> parts = new ArrayList<>();
    for (int k = 1; k <= REGIONS; k++) {
      float[] weights = new float[Runs.SIZE];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (i * k % 7) / 6f;
      }
      parts.add(new RegionPredictor.Part(network(factor * (1 + 0.1f * k)), weights));
    }
    return new RegionPredictor(network(factor), parts, share);
  }

  private static List<float[]> states(Case c, int resample, int helping) {
    try (Threads.Undo undo = Threads.helping(helping)) {
      SideBySide share = new SideBySide(8);
      Sampling run =
          new Sampling(
                  Runs.SHAPE,
                  c.scheduler(),
                  regions(1, share),
                  regions(0.9f, share),
                  new Guidance(3, 0, 1, 0.3),
                  new TorchRandom(7),
                  Runs.source(),
                  false)
              .setKnownPixels(
                  new KnownPixels(
                      Runs.source(), Runs.mask(), KnownPixels.Rule.SAMPLER, resample, 2))
              .sideBySide(share)
              .hook(Runs.afterGuidance(v -> v.map(d -> d * 0.99)));
      return Runs.finish(run);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everySolverHasTheSameBits(Case c) {
    for (int resample : new int[] {1, 2}) {
      List<float[]> alone = states(c, resample, 0);
      for (int helping : HELPING) {
        List<float[]> states = states(c, resample, helping);
        assertEquals(alone.size(), states.size());
        for (int k = 0; k < alone.size(); k++) {
          assertArrayEquals(alone.get(k), states.get(k), helping + " helping, state " + k);
        }
      }
    }
  }

  /** Without regions' own formula: out ← out + w · (region − out), one after the other. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7})
  void regionsAreLaidInTheirOrder(int helping) {
    float[] x = Runs.source();
    ModelCall call = new ModelCall(0, 1, 0, 500);
    float[] expected = new float[Runs.SIZE];
    network(1).predict(call, x, expected);
    for (int k = 1; k <= REGIONS; k++) {
      float[] own = new float[Runs.SIZE];
      network(1 + 0.1f * k).predict(call, x, own);
      for (int i = 0; i < own.length; i++) {
        expected[i] += (i * k % 7) / 6f * (own[i] - expected[i]);
      }
    }
    try (Threads.Undo undo = Threads.helping(helping)) {
      float[] out = new float[Runs.SIZE];
      Predictor regions = regions(1, new SideBySide(8));
      for (int round = 0; round < 200; round++) {
        Arrays.fill(out, Float.NaN);
        regions.predict(call, x, out);
        assertArrayEquals(expected, out);
      }
    }
  }

  private static Sampling guided(Predictor prompt, Predictor negative) {
    return new Sampling(
            Runs.SHAPE,
            Schedulers.create("DDIM", Runs.CONFIG, 10, 1, null),
            prompt,
            negative,
            new Guidance(3, 0, 1, 0),
            new TorchRandom(1),
            null,
            false)
        .sideBySide(new SideBySide(2));
  }

  /** Runs until it is stopped, as a network does. */
  private static final class Endless implements Predictor {
    private final CyclicBarrier meet;
    private final CyclicBarrier begun;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param meet where both halves wait for each other in every call
     * @param begun where they say that they run without end
     */
    Endless(CyclicBarrier meet, CyclicBarrier begun) {
      this.meet = meet;
      this.begun = begun;
    }

    @Override
    public void predict(ModelCall call, float[] in, float[] out) {
      try {
        meet.await(30, TimeUnit.SECONDS);
        if (call.index() < 3) {
          Runs.model(call, in, out);
          return;
        }
        begun.await(30, TimeUnit.SECONDS);
        assertTrue(stopped.await(30, TimeUnit.SECONDS));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      throw new Cancelled();
    }

    @Override
    public void cancel() {
      stopped.countDown();
    }
  }

  /** A stop while both halves are at work ends both, and the run stands after its last step. */
  @Test
  void aStopEndsBothHalves() throws InterruptedException {
    try (Threads.Undo undo = Threads.helping(1)) {
      CyclicBarrier meet = new CyclicBarrier(2);
      CyclicBarrier begun = new CyclicBarrier(3);
      Sampling run = guided(new Endless(meet, begun), new Endless(meet, begun));
      Thread stops =
          new Thread(
              () -> {
                try {
                  begun.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                run.cancel();
              });
      stops.start();
      for (int k = 0; k < 3; k++) {
        run.advance();
      }
      float[] x = run.now().x.clone();
      assertThrows(Cancelled.class, run::advance);
      stops.join();
      assertEquals(3, run.step());
      assertArrayEquals(x, run.now().x);
      assertThrows(Cancelled.class, run::advance);
      // and goes on as if nothing had been
      run.uncancel();
      run.setPredictors(Runs::model, Runs::model);
      assertArrayEquals(
          Runs.finish(guided(Runs::model, Runs::model)).get(10), Runs.finish(run).get(7));
    }
  }

  /** What the negative half throws is thrown, after the prompt's has ended; an earlier one wins. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void anErrorOfTheNegativeHalf(int helping) {
    try (Threads.Undo undo = Threads.helping(helping)) {
      Predictor fails =
          (call, in, out) -> {
            if (call.index() == 2) {
              throw new StackOverflowError("negative");
            }
            Runs.model(call, in, out);
          };
      Sampling run = guided(Runs::model, fails);
      run.advance();
      run.advance();
      float[] x = run.now().x.clone();
      assertEquals("negative", assertThrows(StackOverflowError.class, run::advance).getMessage());
      assertEquals(2, run.step());
      assertArrayEquals(x, run.now().x);
      Predictor first =
          (call, in, out) -> {
            throw new IllegalStateException("prompt");
          };
      Sampling both =
          guided(
              first,
              (call, in, out) -> {
                throw new IllegalStateException("negative");
              });
      assertEquals("prompt", assertThrows(IllegalStateException.class, both::advance).getMessage());
    }
  }
}
