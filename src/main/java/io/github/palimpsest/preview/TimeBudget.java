package io.github.palimpsest.preview;

import io.github.palimpsest.check.BadInput;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a run will take, from what runs took: seconds per unit of work, a unit being one pixel in
 * one step. The least of the last runs counts, so that a busy moment does not stop live mode.
 * Thread-safe.
 */
final class TimeBudget {
  private static final int REMEMBERED = 5;

  /** Before anything was measured: a fast machine. */
  private static final double FIRST_GUESS = 1e-6;

  private final double most;

  /** What was measured counts half for a refusal after so many seconds: a machine gets free. */
  private static final double HALF_LIFE = 15;

  private final Deque<Double> costs = new ArrayDeque<>();
  private double learned;

  /**
   * @param most seconds that a run may take
   */
  TimeBudget(double most) {
    this.most = most;
  }

  /** Learns from a run, or the part of it that is done; times in seconds of any clock. */
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
}
