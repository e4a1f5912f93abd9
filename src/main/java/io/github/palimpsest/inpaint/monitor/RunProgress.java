package io.github.palimpsest.inpaint.monitor;

import io.github.palimpsest.check.Cancelled;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Steps done over steps to do, in words with the time left, and the one stop signal of a job.
 *
 * <p>Words: {@code Diffusion: step 3/20 · 40 s left}, of several runs {@code Diffusion: run 2/4,
 * step 3/20 · 2 min left}, where the time is that of all runs.
 */
public final class RunProgress {
  private final Monitor monitor;
  private final int runs;
  private final int steps;
  private final TimeLeft left = new TimeLeft();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<Runnable> running = new AtomicReference<>(() -> {});
  private int done;

  /**
   * @param steps of each run
   */
  public RunProgress(Monitor monitor, int runs, int steps) {
    this.monitor = monitor;
    this.runs = runs;
    this.steps = steps;
    monitor.onCancel(this::stop);
  }

  private void stop() {
    stopped.set(true);
    running.get().run();
  }

  /**
   * Says that the first step is on its way.
   *
   * @param seconds that all runs will take, NaN if unknown
   */
  public void starting(double seconds) {
    monitor.status(Double.isNaN(seconds) ? "Starting" : "Starting, about " + TimeLeft.say(seconds));
  }

  /** Says what is to be stopped when the user stops the job. */
  public void running(Runnable cancel) {
    // whoever waited in the background has had the stop for itself
    monitor.onCancel(this::stop);
    running.set(cancel);
    left.begin();
    check();
  }

  /**
   * The run that goes on has done so many steps.
   *
   * @param step 0 for its start
   */
  public void reached(int step) {
    if (step == 0) {
      return;
    }
    left.step();
    int run = done / steps;
    done = run * steps + step;
    int total = runs * steps;
    monitor.status(
        "Diffusion: "
            + (runs == 1 ? "" : "run " + (run + 1) + "/" + runs + ", ")
            + "step "
            + step
            + "/"
            + steps
            + left.words(total - done));
    monitor.progress((double) done / total);
    check();
  }

  /** Seconds that all runs take, by the steps so far. */
  public double seconds() {
    return left.seconds(runs * steps);
  }

  /** Throws if the user has stopped the job. */
  void check() {
    if (stopped.get()) {
      throw new Cancelled();
    }
  }
}
