package io.github.palimpsest.ui.guided;

/**
 * How fast the steps of a session go.
 *
 * @param seconds of the last step, or NaN
 * @param share of the step that goes on, as its network says of large planes; 0 if it says nothing
 * @param since when that step began, by {@link System#nanoTime}; 0 while none goes on
 */
public record Pace(double seconds, double share, long since) {
  /** Nothing is known. */
  public static final Pace UNKNOWN = new Pace(Double.NaN, 0, 0);

  /** Of a step, the largest share that is told by the clock alone. */
  private static final double NEARLY = 0.95;

  /** A step has begun. */
  Pace begun(long now) {
    return new Pace(seconds, 0, now);
  }

  /** The step that goes on is done so far. */
  Pace within(double done) {
    return new Pace(seconds, done, since);
  }

  /** It is done, and the next begins. */
  Pace ended(long now) {
    return new Pace((now - since) / 1e9, 0, now);
  }

  /** None goes on. */
  Pace rest() {
    return new Pace(seconds, 0, 0);
  }

  /** Share of the step that goes on, 0 to 1: as told, else by the time of the last one. */
  double share(long now) {
    if (since == 0 || share > 0) {
      return share;
    }
    return Double.isNaN(seconds) ? 0 : Math.min(NEARLY, passed(now) / seconds);
  }

  /** Seconds of a whole step; NaN if nothing tells. */
  double whole(long now) {
    // of a first step that is long, its own share says it
    return Double.isNaN(seconds) && share > 0 ? passed(now) / share : seconds;
  }

  /**
   * Seconds that so many steps still take, the one that goes on among them; NaN if nothing tells.
   */
  double left(int steps, long now) {
    return Math.max(0, whole(now) * (steps - share(now)));
  }

  private double passed(long now) {
    return (now - since) / 1e9;
  }
}
