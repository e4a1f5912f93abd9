package io.github.palimpsest.preview;

import io.github.palimpsest.check.BadInput;

/** One run under way: whether it is worth waiting for, and when its estimates are shown. */
final class RunEstimator {
  /** Steps after which a run is judged. */
  private static final int PROBE = 3;

  /** Estimates on the way are shown no faster than every so many seconds. */
  private static final double SHOW_EVERY = 0.1;

  private final long work;
  private final TimeBudget budget;
  private double first;
  private double lastShown;

  RunEstimator(long work, TimeBudget budget) {
    this.work = work;
    this.budget = budget;
  }

  /** Seconds until the end of a run that has done {@code step} steps in {@code since} seconds. */
  static double left(int step, int steps, double since) {
    return since / step * (steps - step);
  }

  /**
   * After each step; times in seconds.
   *
   * @param since the run began
   * @param now of the budget's clock
   * @throws BadInput if the run would take for ever
   */
  void stepped(int step, int steps, double since, double now) {
    if (step == 1) {
      // the first call warms up
      first = since;
    }
    if (step == PROBE) {
      budget.probe(work, (since - first) / (PROBE - 1) * steps, now);
    }
  }

  /** Whether the estimate is to be shown; counts as shown then. */
  boolean show(double since) {
    boolean show = since - lastShown >= SHOW_EVERY;
    lastShown = show ? since : lastShown;
    return show;
  }
}
