package io.github.palimpsest.preview;

/**
 * Decides when a change is painted: at once where runs are fast; where they are slow, once nothing
 * has changed for a moment, but not later than some seconds after the first change. Times in
 * seconds of any clock.
 */
final class Debounce {
  /** Runs longer than this are slow. */
  static final double SLOW = 1.5;

  /** Seconds without a change before a slow run begins. */
  static final double QUIET = 0.25;

  /** Seconds for which a slow run is put off at most. */
  static final double LONGEST = 3;

  /** Between the beginnings of two looks, milliseconds. */
  private static final int LOOK_MILLIS = 100;

  /** Looks take at most one in so many parts of the time, roughly. */
  private static final int LOOK_SHARE = 10;

  private double first = Double.NaN;
  private double last;

  /** Something changed. */
  void changed(double now) {
    if (Double.isNaN(first)) {
      first = now;
    }
    last = now;
  }

  /** Whether there is a change that is not painted. */
  boolean pending() {
    return !Double.isNaN(first);
  }

  /** Whether a run that will take {@code seconds} is to begin. */
  boolean due(double now, double seconds) {
    if (Double.isNaN(first)) {
      return false;
    }
    return seconds <= SLOW || now - last >= QUIET || now - first >= LONGEST;
  }

  /** The change is being painted, or was taken back. */
  void taken() {
    first = Double.NaN;
  }

  /** Milliseconds until the next look, after one that took so many. */
  static long rest(long took) {
    return Math.max(LOOK_MILLIS - Math.min(took, LOOK_MILLIS / 2), took * LOOK_SHARE);
  }
}
