package io.github.palimpsest.sample;

/**
 * An edit of the clean estimate that goes on acting.
 *
 * @param madeAt step at which it was made
 * @param horizon for how many following steps it is injected again
 * @param target the edited estimate
 * @param difference where it differs from what was written; 0 elsewhere
 * @param weight 0 … 1
 */
record Edit(int madeAt, int horizon, float[] target, float[] difference, float weight) {
  private static final int ALL = Integer.MAX_VALUE / 2;

  /**
   * The same edit in another run for the rest of this one: held to the end there if here.
   *
   * @param step of this run at which the other starts
   * @param steps of this run
   */
  Edit from(int step, int steps) {
    boolean toTheEnd = horizon >= steps - madeAt;
    return new Edit(madeAt - step, toTheEnd ? ALL : horizon, target, difference, weight);
  }

  /** denoised ← denoised + weight · (target − denoised) where the user edited. */
  void inject(int step, float[] denoised) {
    if (step < madeAt || step >= madeAt + horizon) {
      return;
    }
    for (int i = 0; i < denoised.length; i++) {
      if (difference[i] != 0) {
        denoised[i] += weight * (target[i] - denoised[i]);
      }
    }
  }
}
