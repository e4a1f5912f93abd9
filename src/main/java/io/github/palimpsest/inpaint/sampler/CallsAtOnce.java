package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.model.NetworkMemory;

/**
 * How many calls of a model's networks may go on at once: as many as there is memory for, one in
 * any case. No pixel depends on it.
 */
public final class CallsAtOnce {
  /** What of the free memory further calls may take; the rest is for what goes on beside them. */
  private static final double SHARE = 0.5;

  private CallsAtOnce() {}

  /** The share of the cores of a run on an input. */
  static SideBySide of(ResolvedRequest resolved, ModelInput input) {
    return of(resolved, input.width(), input.height(), input.controls().size());
  }

  /** The share of the cores of runs on planes of which this is the largest. */
  public static SideBySide of(ResolvedRequest resolved, PlaneInput plane) {
    return of(resolved, plane.crop().width(), plane.crop().height(), plane.controls().size());
  }

  private static SideBySide of(ResolvedRequest resolved, int width, int height, int controls) {
    if (!resolved.loaded().device().equals("CPU")) {
      return SideBySide.ALONE; // other devices do one call after the other
    }
    NetworkMemory memory = resolved.model().memory();
    double one = memory.working(width, height, controls);
    double room = SHARE * (FreeMemory.computer() - one);
    return new SideBySide(one <= 0 ? Integer.MAX_VALUE : (int) Math.max(1, 1 + room / one));
  }
}
