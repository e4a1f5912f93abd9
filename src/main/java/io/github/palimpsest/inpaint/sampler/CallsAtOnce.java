package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.model.NetworkMemory;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.sample.StepHook;
import java.util.List;

/**
 * The calls of a model's networks that go on at once: as many as there are cores and memory for,
 * one in any case. No pixel depends on it.
 *
 * @param share the cores that they divide
 * @param samplers whose calls go on at once: runs, times passes of channels
 */
public record CallsAtOnce(SideBySide share, int samplers) {
  /** What of the free memory further calls may take; the rest is for what goes on beside them. */
  private static final double SHARE = 0.5;

  /**
   * Bytes of the largest weights of a model whose calls go on at once: these need networks of their
   * own, which use fewer threads a call.
   */
  private static final double MOST_WEIGHTS = 600e6;

  /**
   * What of the time of as many cores the calls must fill: three calls on two cores, of which the
   * last would go on alone on one, take longer than one after the other on both.
   */
  private static final double FILLED = 0.8;

  /**
   * The calls of a run on an input.
   *
   * @param hooks that see it: then its passes go one after the other
   */
  static CallsAtOnce of(ResolvedRequest resolved, ModelInput input, List<StepHook> hooks) {
    int passes = hooked(resolved, hooks) ? 1 : passes(resolved, input.planes().length);
    return new CallsAtOnce(
        share(
            resolved,
            input.width(),
            input.height(),
            input.controls().size(),
            passes * parts(resolved, input.regions().size())),
        passes);
  }

  /**
   * The calls of runs that go on at once.
   *
   * @param plane the largest of their planes
   * @param hooks that see them
   * @param runs how many
   */
  public static CallsAtOnce of(
      ResolvedRequest resolved, PlaneInput plane, List<StepHook> hooks, int runs) {
    int passes = hooked(resolved, hooks) ? 1 : passes(resolved, plane.source().length);
    return new CallsAtOnce(
        share(
            resolved,
            plane.crop().width(),
            plane.crop().height(),
            plane.controls().size(),
            runs * passes * parts(resolved, plane.regions().size())),
        runs * passes);
  }

  /** Whether somebody's hooks see a run; they need not be made for threads. */
  public static boolean hooked(ResolvedRequest resolved, List<StepHook> hooks) {
    return !hooks.isEmpty() || !resolved.request().text(Param.HOOK).isBlank();
  }

  /** How often a step runs the model over so many channels. */
  public static int passes(ResolvedRequest resolved, int channels) {
    return new ChannelMapping(channels, resolved.model().imageChannels(), null).count();
  }

  /** Calls of one prediction: of the whole and of each region, with guidance twice. */
  static int parts(ResolvedRequest resolved, int regions) {
    return (1 + regions) * (resolved.negative() == null ? 1 : 2);
  }

  private static SideBySide share(
      ResolvedRequest resolved, int width, int height, int controls, int calls) {
    NetworkMemory memory = resolved.model().memory();
    // other devices do one call after the other
    if (!resolved.loaded().device().equals("CPU") || memory.weights() > MOST_WEIGHTS) {
      return SideBySide.ALONE;
    }
    double one = memory.working(width, height, controls);
    double room = SHARE * (FreeMemory.computer() - one);
    int most = one <= 0 ? Integer.MAX_VALUE : (int) Math.max(1, 1 + room / one);
    SideBySide share = new SideBySide(Math.min(Math.min(most, calls), resolved.cores()));
    int atOnce = share.atOnce();
    int turns = (calls + atOnce - 1) / atOnce;
    return calls < FILLED * turns * atOnce ? SideBySide.ALONE : share;
  }

  /** How many calls go on at once where each sampler has so many to make. */
  int of(int calls) {
    return Math.min(share.atOnce(), samplers * calls);
  }
}
