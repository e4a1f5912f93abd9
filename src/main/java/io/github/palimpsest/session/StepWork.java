package io.github.palimpsest.session;

import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.StepCosts;

/**
 * Tells a monitor, within a step of a large plane, which share of it is done. For the thread of the
 * run.
 */
final class StepWork {
  private static final long SAY_AFTER_NANOS = 500_000_000L;

  private final GuidedRun run;
  private final Monitor monitor;
  private double whole;
  private long done;
  private long said;

  StepWork(GuidedRun run, Monitor monitor) {
    this.run = run;
    this.monitor = monitor;
    run.sampler().onWork(this::worked);
  }

  /** A step begins. */
  void begin() {
    whole = 0;
    done = 0;
    said = System.nanoTime();
  }

  /** So many pixels more went through a network. */
  private void worked(long pixels) {
    done += pixels;
    long now = System.nanoTime();
    if (now - said < SAY_AFTER_NANOS) {
      return;
    }
    said = now;
    if (whole == 0) {
      // once a step, for mask and words may be others than in the last
      whole = StepCosts.step(run.input(), run.resolved());
    }
    // solvers that call a network twice a step do more than the estimate
    monitor.working(run.step(), run.steps(), Math.min(1, done / whole));
  }
}
