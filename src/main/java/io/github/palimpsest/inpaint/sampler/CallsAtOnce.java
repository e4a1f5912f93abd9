package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.model.NetworkMemory;

/**
 * The calls of a model's networks that go on at once: as many as there are cores and memory for,
 * one in any case. No pixel depends on it.
 *
 * @param share the cores that they divide
 * @param samplers whose calls go on at once: samples and planes, times passes of channels
 */
public record CallsAtOnce(SideBySide share, int samplers) {
  /** What of the free memory further calls may take; the rest is for what goes on beside them. */
  private static final double SHARE = 0.5;

  /**
   * Bytes of the largest weights of a model whose calls go on at once: these need networks of their
   * own, which use fewer threads a call.
   */
  private static final double MOST_WEIGHTS = 600e6;

  /** The calls of a run on an input. */
  static CallsAtOnce of(ResolvedRequest resolved, ModelInput input) {
    return new CallsAtOnce(
        share(resolved, input.width(), input.height(), input.controls().size()), 1);
  }

  /**
   * The calls of runs that go on at once.
   *
   * @param plane the largest of their planes
   * @param runs how many
   */
  public static CallsAtOnce of(ResolvedRequest resolved, PlaneInput plane, int runs) {
    return new CallsAtOnce(
        share(resolved, plane.crop().width(), plane.crop().height(), plane.controls().size()),
        runs);
  }

  private static SideBySide share(ResolvedRequest resolved, int width, int height, int controls) {
    NetworkMemory memory = resolved.model().memory();
    // other devices do one call after the other
    if (!resolved.loaded().device().equals("CPU") || memory.weights() > MOST_WEIGHTS) {
      return SideBySide.ALONE;
    }
    double one = memory.working(width, height, controls);
    double room = SHARE * (FreeMemory.computer() - one);
    return new SideBySide(one <= 0 ? Integer.MAX_VALUE : (int) Math.max(1, 1 + room / one));
  }

  /** The same where each sampler is one of several passes. */
  CallsAtOnce times(int passes) {
    return new CallsAtOnce(share, samplers * passes);
  }

  /** How many calls go on at once where each sampler has so many to make. */
  int of(int calls) {
    return Math.min(share.atOnce(), samplers * calls);
  }
}
