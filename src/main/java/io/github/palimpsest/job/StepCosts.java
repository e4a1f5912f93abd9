package io.github.palimpsest.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs of this process took, for a first guess at the next run with the same model: seconds
 * per unit of {@link Drafts#work}. Thread-safe.
 */
final class StepCosts {
  private static final Map<String, Double> KNOWN = new ConcurrentHashMap<>();

  private StepCosts() {}

  private static String key(Setup setup) {
    return setup.model.device() + " " + setup.folder.path();
  }

  static void learn(Setup setup, long work, double seconds) {
    KNOWN.put(key(setup), seconds / work);
  }

  /** Seconds that so much work will take; NaN if the model has not run yet. */
  static double estimate(Setup setup, long work) {
    return KNOWN.getOrDefault(key(setup), Double.NaN) * work;
  }
}
