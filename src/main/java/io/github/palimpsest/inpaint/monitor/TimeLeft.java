package io.github.palimpsest.inpaint.monitor;

import java.util.function.LongSupplier;

/**
 * Estimates how long a run still takes from the time of its steps; pauses between steps do not
 * count. The first step warms up and counts only while it is the only one. For one thread.
 */
public final class TimeLeft {
  private static final double SHORT = 90;

  /** Seconds from which the warming up of a first step is little beside it. */
  private static final double LONG_STEP = 3;

  private final LongSupplier clock;
  private long begun;
  private int steps;
  private double first;
  private double others;

  /** Measures by the clock of the computer. */
  public TimeLeft() {
    this(System::nanoTime);
  }

  /**
   * @param clock nanoseconds
   */
  public TimeLeft(LongSupplier clock) {
    this.clock = clock;
    begun = clock.getAsLong();
  }

  /** A step begins now. */
  public void begin() {
    begun = clock.getAsLong();
  }

  /** A step has ended; the next begins now. */
  public void step() {
    long now = clock.getAsLong();
    double seconds = (now - begun) / 1e9;
    begun = now;
    if (steps++ == 0) {
      first = seconds;
    } else {
      others += seconds;
    }
  }

  /** Seconds that {@code remaining} steps will take; NaN before the first has ended. */
  public double seconds(int remaining) {
    double mean = steps > 1 ? others / (steps - 1) : steps == 1 ? first : Double.NaN;
    return mean * remaining;
  }

  /**
   * What to say after a step, such as {@code · 40 s left}; after a first that was long, {@code ·
   * about 4 min left}; empty after a short first and at 0.
   */
  public String words(int remaining) {
    if (remaining == 0 || steps == 0 || steps == 1 && first < LONG_STEP) {
      return "";
    }
    return (steps == 1 ? " · about " : " · ") + say(seconds(remaining)) + " left";
  }

  /** A time as a user says it: {@code 40 s}, {@code 4 min}, {@code 2 h}. */
  public static String say(double seconds) {
    if (seconds < SHORT) {
      return Math.max(1, Math.round(seconds)) + " s";
    }
    double minutes = seconds / 60;
    return minutes < SHORT ? Math.round(minutes) + " min" : Math.round(minutes / 60) + " h";
  }
}
