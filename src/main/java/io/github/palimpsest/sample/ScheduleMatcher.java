package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;

/** Finds the timeline whose last steps begin at the noise that a run has. */
public final class ScheduleMatcher {
  private static final int MOST_STEPS = 1000;

  /** Makes a scheduler. */
  public interface Maker {
    /** A scheduler of so many steps, of which the share {@code strength} is run. */
    Scheduler make(int steps, double strength);
  }

  private ScheduleMatcher() {}

  /**
   * The last {@code remaining} steps of that timeline, of all timelines with at least so many
   * steps, whose noise there is nearest to {@code sigma}. More steps in all mean less noise at the
   * last few, so the number is found by halving.
   */
  public static Scheduler nearest(Maker maker, int remaining, double sigma) {
    Scheduler best = maker.make(remaining, 1);
    int low = remaining;
    int high = MOST_STEPS;
    while (low + 1 < high) {
      int middle = (low + high) / 2;
      Scheduler tried = make(maker, middle, remaining);
      if (tried == null || tried.sigma(0) < sigma) {
        high = middle;
      } else {
        low = middle;
      }
      best = tried == null ? best : nearer(best, tried, sigma);
    }
    for (int n : new int[] {low, high}) {
      Scheduler tried = make(maker, n, remaining);
      best = tried == null ? best : nearer(best, tried, sigma);
    }
    return best;
  }

  private static Scheduler nearer(Scheduler a, Scheduler b, double sigma) {
    return distance(b, sigma) < distance(a, sigma) ? b : a;
  }

  private static double distance(Scheduler s, double sigma) {
    return Math.abs(Math.log(Math.max(1e-9, s.sigma(0)) / Math.max(1e-9, sigma)));
  }

  /** Null where a scheduler does not take that number of steps. */
  private static Scheduler make(Maker maker, int steps, int remaining) {
    try {
      // half a step above, so that truncation counts the remaining ones
      Scheduler made = maker.make(steps, Math.min(1, (remaining + 0.5) / steps));
      return made.steps() == remaining ? made : null;
    } catch (BadInput e) {
      return null;
    }
  }
}
