package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepView;
import io.github.palimpsest.sample.TorchRandom;
import io.github.palimpsest.sample.solver.Runs.Case;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for a run with any scheduler. */
class SamplingContractTest {
  static List<Case> cases() {
    return Runs.cases();
  }

  private static void assertSame(List<float[]> expected, Sampling run, String when) {
    for (int k = run.step(); k <= run.steps(); k++) {
      assertArrayEquals(expected.get(k), run.now().x, when + ", state " + k);
      assertEquals(k < run.steps(), run.advance());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rewindAndReplayIsBitwise(Case c) {
    for (int resample : new int[] {1, 3}) {
      Sampling run = Runs.busy(c, resample);
      List<float[]> first = Runs.finish(run);
      for (int k : new int[] {run.steps(), 0, 3, 5, 1, 0}) {
        run.rewind(k);
        assertSame(first, run, "resample " + resample + " from " + k);
      }
      run.rewind(4);
      run.rewind(2);
      assertSame(first, run, "twice back");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keptPixelsAreTheSourceAtEveryLevel(Case c) {
    Scheduler s = c.scheduler();
    float[] x0 = Runs.source();
    Sampling run =
        Runs.run(s, 7, Runs::model)
            .setKnownPixels(new KnownPixels(x0, Runs.mask(), KnownPixels.Rule.SAMPLER, 1));
    float[] noise = new float[Runs.SIZE];
    new TorchRandom(7).normal(noise);
    int[] calls = {0};
    run.hook(
        Runs.afterStep(
            v -> {
              calls[0]++;
              int call = v.call().index() + 1;
              float a = call == s.calls() ? 1 : (float) s.alphaOf(call);
              float sigma = call == s.calls() ? 0 : (float) s.sigmaOf(call);
              for (int i = 0; i < Runs.SIZE; i += 4) {
                assertEquals(a * x0[i] + sigma * noise[i], v.x()[i], 1e-6 * (1 + sigma));
              }
            }));
    Runs.finish(run);
    assertEquals(s.calls(), calls[0]);
    for (int i = 0; i < Runs.SIZE; i += 4) {
      assertEquals(x0[i], run.now().x[i]);
      assertEquals(x0[i], run.now().denoised[i]);
    }
  }

  /** An edit moves state and history as if the estimates had been brighter from the start. */
  @ParameterizedTest
  @MethodSource("cases")
  void editsKeepTheHistoryConsistent(Case c) {
    float[] delta = new float[Runs.SIZE];
    for (int i = 0; i < delta.length; i++) {
      delta[i] = i % 3 * 0.4f;
    }
    for (int k = 0; k < Runs.STEPS; k++) {
      Scheduler s = c.scheduler();
      AtomicBoolean brighter = new AtomicBoolean(true);
      Sampling straight =
          Runs.run(s, 7, Runs::model).hook(Runs.afterGuidance(v -> paint(v, delta, brighter)));
      float a = (float) s.alphaOf(0);
      for (int i = 0; i < delta.length; i++) {
        straight.now().x[i] += a * delta[i];
      }
      List<float[]> expected = Runs.finish(straight);
      brighter.set(false);
      Sampling edited =
          Runs.run(s, 7, Runs::model).hook(Runs.afterGuidance(v -> paint(v, delta, brighter)));
      while (edited.step() < k) {
        edited.advance();
      }
      edited.edit(delta, 1, 0);
      brighter.set(true);
      while (edited.advance()) {
        float[] want = expected.get(edited.step());
        for (int i = 0; i < want.length; i++) {
          assertEquals(
              want[i],
              edited.now().x[i],
              1e-4 * Math.max(1, Math.abs(want[i])),
              "edited after " + k + ", state " + edited.step() + ", value " + i);
        }
      }
    }
  }

  private static void paint(StepView v, float[] delta, AtomicBoolean brighter) {
    float[] d = v.denoised();
    for (int i = 0; i < d.length; i++) {
      d[i] = (float) Math.sin(i + 0.3 * v.call().index()) + (brighter.get() ? delta[i] : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void editWeightZeroIsNoEditAndMoreWeightIsMore(Case c) {
    List<float[]> plain = Runs.finish(Runs.gaussian(c));
    double before = 0;
    for (double weight : new double[] {0, 0.25, 0.5, 1}) {
      Sampling run = Runs.gaussian(c);
      while (run.step() < 12) {
        run.advance();
      }
      float[] difference = new float[Runs.SIZE];
      difference[6] = 0.5f;
      run.edit(difference, weight, 1);
      Runs.finish(run);
      if (weight == 0) {
        assertArrayEquals(plain.get(run.steps()), run.now().x);
      }
      double moved = run.now().x[6] - plain.get(run.steps())[6];
      assertTrue(weight == 0 || moved > before, weight + " moves " + moved + " after " + before);
      before = moved;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void notANumberIsRefusedAndTheRunGoesOn(Case c) {
    List<float[]> plain = Runs.finish(Runs.run(c, 7));
    AtomicBoolean broken = new AtomicBoolean();
    Predictor model =
        (call, in, out) -> {
          Runs.model(call, in, out);
          out[3] = broken.get() ? Float.NaN : out[3];
        };
    Sampling run = Runs.run(c.scheduler(), 7, model);
    run.advance();
    run.advance();
    broken.set(true);
    BadInput e = assertThrows(BadInput.class, run::advance);
    assertTrue(e.getMessage().contains("NaN"));
    assertEquals(2, run.step());
    broken.set(false);
    assertSame(plain, run, "after NaN");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void cancelEndsTheRunWithinACall(Case c) {
    AtomicReference<Sampling> run = new AtomicReference<>();
    int[] calls = {0};
    Predictor model =
        (call, in, out) -> {
          Runs.model(call, in, out);
          calls[0]++;
          if (call.step() == 2) {
            run.get().cancel();
          }
        };
    run.set(Runs.run(c.scheduler(), 7, model));
    run.get().advance();
    run.get().advance();
    int before = calls[0];
    assertThrows(Cancelled.class, run.get()::advance);
    assertEquals(before + 1, calls[0]);
    assertEquals(2, run.get().step());
    assertThrows(Cancelled.class, run.get()::advance);
    assertEquals(before + 1, calls[0]);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void samplesDoNotSeeEachOther(Case c) {
    List<float[]> a = Runs.finish(Runs.run(c, 7));
    List<float[]> b = Runs.finish(Runs.run(c, 8));
    Scheduler shared = c.scheduler();
    Sampling second = Runs.run(shared, 8, Runs::model);
    Sampling first = Runs.run(shared, 7, Runs::model);
    while (second.advance()) {
      first.advance();
    }
    assertArrayEquals(a.get(Runs.STEPS), first.now().x);
    assertArrayEquals(b.get(Runs.STEPS), second.now().x);
    assertFalse(java.util.Arrays.equals(a.get(Runs.STEPS), b.get(Runs.STEPS)));
  }
}
