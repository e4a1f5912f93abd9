package io.github.palimpsest.preview;

import io.github.palimpsest.check.BadInput;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimate of what a run will take, from what runs took: seconds per unit of work, a unit being one
 * pixel in one step. The least of the last runs counts, so that a busy moment does not stop live
 * preview. Times in seconds of any clock. Thread-safe.
 */
final class RunEstimator {
  private static final int REMEMBERED = 5;

  /** Before anything was measured: a fast machine. */
  private static final double FIRST_GUESS = 1e-6;

  /** Seconds after which a measurement counts half for a refusal, for a busy machine gets free. */
  private static final double HALF_LIFE = 15;

  private final double most;
  private final Deque<Double> costs = new ArrayDeque<>();
  private double learned;

  /**
   * @param most seconds that a run may take
   */
  RunEstimator(double most) {
    this.most = most;
  }

  /** Learns from a run, or the part of it that is done. */
  synchronized void learn(long work, double seconds, double now) {
    learned = now;
    costs.addLast(seconds / Math.max(1, work));
    if (costs.size() > REMEMBERED) {
      costs.removeFirst();
    }
  }

  /**
   * Judges a run by its beginning; one that is only too slow is let end.
   *
   * @param seconds that all of it would take
   * @throws BadInput if that is more than twice what a run may take
   */
  synchronized void probe(long work, double seconds, double now) {
    if (seconds > 2 * most) {
      learn(work, seconds, now);
      check(work, now);
    }
  }

  /** Seconds that work will take. */
  synchronized double estimate(long work) {
    return work * costs.stream().mapToDouble(c -> c).min().orElse(FIRST_GUESS);
  }

  synchronized boolean measured() {
    return !costs.isEmpty();
  }

  /**
   * Refuses what would take too long.
   *
   * @throws BadInput with the estimated time and the remedy
   */
  synchronized void check(long work, double now) {
    double seconds = estimate(work);
    double age = costs.isEmpty() ? 0 : now - learned;
    if (seconds * Math.pow(2, -age / HALF_LIFE) > most) {
      throw BadInput.of(
          "Too large for live mode: a picture would take about %.0f s (at most %.0f s); select a"
              + " smaller part, or lower context or steps.",
          Math.ceil(seconds), most);
    }
  }

  /** Begins to follow a run of so much work. */
  Course begin(long work) {
    return new Course(work);
  }

  /** One run under way: judged early, and its estimates shown now and then. For one thread. */
  final class Course {
    /** Steps after which a run is judged. */
    private static final int PROBE = 3;

    /** Estimates after the first are shown no faster than every so many seconds. */
    private static final double SHOW_EVERY = 0.1;

    private final long work;
    private double first;
    private double lastShown = -SHOW_EVERY;

    private Course(long work) {
      this.work = work;
    }

    /** Seconds until the end after {@code step} steps in {@code since} seconds. */
    double left(int step, int steps, double since) {
      return since / step * (steps - step);
    }

    /**
     * After each step.
     *
     * @param since seconds since the run began
     * @throws BadInput if the run would take for ever
     */
    void stepped(int step, int steps, double since, double now) {
      if (step == 1) {
        // the first call warms up
        first = since;
      }
      if (step == PROBE) {
        probe(work, (since - first) / (PROBE - 1) * steps, now);
      }
    }

    /** Whether the estimate is to be shown; counts as shown then. */
    boolean show(double since) {
      boolean show = since - lastShown >= SHOW_EVERY;
      lastShown = show ? since : lastShown;
      return show;
    }
  }
}
