package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.ModelCall;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that change their scheduler on the way. */
class StretchesTest {
  private static Scheduler scheduler(String name, int steps, double strength) {
    return Schedulers.create(name, Runs.CONFIG, steps, strength, null);
  }

  private static Sampling run() {
    return Runs.run(scheduler("DDIM", 7, 1), 7, Runs::model);
  }

  private static void advance(Sampling run, int count) {
    for (int i = 0; i < count; i++) {
      run.advance();
    }
  }

  /** A scheduler whose first level is asked for while a run changes to it: that is when it acts. */
  private static Scheduler during(Scheduler scheduler, Runnable action) {
    return new Scheduler(
        new TimestepSchedule(new double[scheduler.calls()], new double[scheduler.calls() + 1]),
        Prediction.EPSILON,
        Clip.NONE,
        0) {
      private final AtomicInteger asked = new AtomicInteger();

      @Override
      public double alphaOf(int call) {
        if (asked.getAndIncrement() == 0) {
          action.run();
        }
        return scheduler.alphaOf(call);
      }

      @Override
      public double sigmaOf(int call) {
        return scheduler.sigmaOf(call);
      }

      @Override
      public double sigma(int call) {
        return scheduler.sigma(call);
      }

      @Override
      public double timestep(int call) {
        return scheduler.timestep(call);
      }

      @Override
      public int memory() {
        return scheduler.memory();
      }

      @Override
      public double initNoiseSigma() {
        return scheduler.initNoiseSigma();
      }

      @Override
      public void step(
          int call,
          StepRecord from,
          float[] output,
          float[] denoised,
          float[] noise,
          StepRecord to) {
        scheduler.step(call, from, output, denoised, noise, to);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStopDuringAChangeOfSchedulerHoldsForTheNewOne(boolean renoise) {
    BiConsumer<Sampling, Scheduler> change =
        renoise ? Sampling::renoise : Sampling::switchScheduler;
    Scheduler next = scheduler("DPM++ 2M", 8, 0.6);
    Sampling straight = run();
    advance(straight, 3);
    change.accept(straight, next);
    List<float[]> expected = Runs.finish(straight);

    Sampling run = run();
    advance(run, 3);
    Scheduler stopping = during(next, () -> CompletableFuture.runAsync(run::cancel).join());
    change.accept(run, stopping);
    assertEquals(2, run.stretches());
    assertThrows(Cancelled.class, run::advance);
    assertThrows(Cancelled.class, run::advance);
    assertEquals(3, run.step());
    run.uncancel();
    List<float[]> states = Runs.finish(run);
    assertEquals(expected.size(), states.size());
    for (int k = 0; k < states.size(); k++) {
      assertArrayEquals(expected.get(k), states.get(k), "state " + k);
    }
  }

  @Test
  void predictorsSetWhileStoppedAreStoppedToo() {
    AtomicInteger stops = new AtomicInteger();
    Predictor counting =
        new Predictor() {
          @Override
          public void predict(ModelCall call, float[] input, float[] output) {
            Runs.model(call, input, output);
          }

          @Override
          public void cancel() {
            stops.incrementAndGet();
          }

          @Override
          public void uncancel() {
            stops.decrementAndGet();
          }
        };
    Sampling run = run();
    run.cancel();
    run.setPredictors(counting, null);
    assertEquals(1, stops.get());
    run.uncancel();
    assertEquals(0, stops.get());
    assertArrayEquals(Runs.finish(run()).get(7), last(run));
  }

  private static float[] last(Sampling run) {
    Runs.finish(run);
    return run.now().x;
  }

  @Test
  void returningOverAChangeGivesTheEarlierStretchBack() {
    Sampling plain = run();
    List<float[]> expected = Runs.finish(plain);
    Sampling run = run();
    run.setTag("first");
    advance(run, 3);
    run.switchScheduler(scheduler("Euler", 4, 1));
    assertEquals("first", run.tag());
    run.setTag("second");
    assertEquals(7, run.steps());
    advance(run, 2);
    run.renoise(scheduler("Heun", 10, 0.5));
    run.setTag("third");
    assertEquals(10, run.steps());
    assertEquals(3, run.stretches());
    Runs.finish(run);

    run.rewind(5);
    assertEquals("third", run.tag(), "the change itself was made there");
    run.rewind(4);
    assertEquals("second", run.tag());
    assertEquals(7, run.steps());
    run.rewind(2);
    assertEquals("first", run.tag());
    assertEquals(1, run.stretches());
    assertArrayEquals(expected.get(7), last(run));
  }

  @Test
  void aSecondChangeAtOneStepTakesThePlaceOfTheFirst() {
    Sampling run = run();
    advance(run, 3);
    run.switchScheduler(scheduler("Euler", 4, 1));
    run.switchScheduler(scheduler("Heun", 5, 1));
    assertEquals(2, run.stretches());
    assertEquals(8, run.steps());
  }

  @Test
  void aForkGoesItsOwnWay() {
    Sampling run = run();
    run.setTag("first");
    advance(run, 3);
    run.switchScheduler(scheduler("Euler a", 4, 1));
    run.setTag("second");
    run.advance();
    Sampling fork = run.fork(Runs::model, null);
    float[] end = last(run);
    run.rewind(1);
    assertEquals(4, fork.step());
    assertSame("second", fork.tag());
    assertArrayEquals(end, last(fork));
    fork.rewind(2);
    assertEquals("first", fork.tag());
  }

  @Test
  void anEndedRunTakesNoOtherScheduler() {
    Sampling run = run();
    Runs.finish(run);
    BadInput e = assertThrows(BadInput.class, () -> run.switchScheduler(scheduler("Euler", 4, 1)));
    assertEquals(
        "The run has ended, so no step remains for another scheduler: go back first.",
        e.getMessage());
    BadInput far = assertThrows(BadInput.class, () -> run.record(8));
    assertEquals("step (8) must lie between 0 and 7, the steps kept.", far.getMessage());
  }
}
