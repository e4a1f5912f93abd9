package io.github.palimpsest.inpaint;

import io.github.palimpsest.roi.Crop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs of this process took, for a first guess at the next run with the same model: seconds
 * per unit of {@link #work}. Thread-safe.
 */
final class StepCosts {
  private static final Map<String, Double> KNOWN = new ConcurrentHashMap<>();

  private StepCosts() {}

  private static String key(ResolvedRequest setup) {
    return setup.model.device() + " " + setup.folder;
  }

  /** Pixels of the context times steps times calls of the U-Net a step, of one run. */
  static long work(Crop crop, int channels, ResolvedRequest setup) {
    int runs = new ChannelMapping(channels, setup.folder.imageChannels()).count();
    int nets = setup.negative == null ? 1 : 2;
    return (long) crop.width() * crop.height() * setup.newScheduler().steps() * runs * nets;
  }

  static void learn(ResolvedRequest setup, long work, double seconds) {
    KNOWN.put(key(setup), seconds / work);
  }

  /** Seconds that so much work will take; NaN if the model has not run yet. */
  static double estimate(ResolvedRequest setup, long work) {
    return KNOWN.getOrDefault(key(setup), Double.NaN) * work;
  }
}
