package io.github.palimpsest.sample.schedule;

import io.github.palimpsest.check.BadInput;

/**
 * The values that a run gives a scheduler beside its configuration.
 *
 * @param steps inference steps
 * @param strength share of them that is run, from the end
 * @param etaOrNull eta, or null for the scheduler's default
 */
public record SchedulerOptions(int steps, double strength, Double etaOrNull) {
  /**
   * First entry of a timeline that is run: n = min(trunc(steps · strength), steps) steps remain.
   *
   * @param entries of the timeline
   * @param order calls a step
   */
  public int begin(int entries, int order) {
    int n = remaining();
    if (n < 1) {
      throw BadInput.of(
          "strength (%s) leaves none of the %d steps to run: raise strength or steps.",
          strength, steps);
    }
    return Math.min((steps - n) * order, entries - 1);
  }

  /** Steps that are run. */
  public int remaining() {
    return Math.min((int) (steps * strength), steps);
  }

  /** Added noise, 0…1. */
  public double eta(double otherwise) {
    return etaOrNull == null ? otherwise : etaOrNull;
  }
}
