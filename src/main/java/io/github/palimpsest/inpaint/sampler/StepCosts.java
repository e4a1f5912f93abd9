package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.roi.Crop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times of the runs of this process, for a first guess at the next run with the same model: seconds
 * per unit of {@link #work}. Thread-safe.
 */
public final class StepCosts {
  private static final Map<String, Double> KNOWN = new ConcurrentHashMap<>();

  private StepCosts() {}

  private static String key(ResolvedRequest resolved) {
    return resolved.loaded().device() + " " + resolved.model();
  }

  /** Pixels of the context times steps times calls of the U-Net a step, of one run. */
  public static long work(Crop crop, int channels, ResolvedRequest resolved) {
    int runs = new ChannelMapping(channels, resolved.model().imageChannels(), null).count();
    int nets = resolved.negative() == null ? 1 : 2;
    return (long) crop.width() * crop.height() * resolved.newScheduler().steps() * runs * nets;
  }

  public static void learn(ResolvedRequest resolved, long work, double seconds) {
    KNOWN.put(key(resolved), seconds / work);
  }

  /** Seconds that so much work will take; NaN if the model has not run yet. */
  public static double estimate(ResolvedRequest resolved, long work) {
    return KNOWN.getOrDefault(key(resolved), Double.NaN) * work;
  }
}
