package io.github.palimpsest.model.graph.rewrite;

/** How long a value stays as it is. */
public enum Lifetime {
  /** Through a run: prompt, mask, masked image, control map. */
  RUN,

  /** Through a step, for all who call the network then: the timestep. */
  STEP,

  /** For one call: the noisy sample, residuals of control nets. */
  CALL;

  /**
   * How long what depends on both stays as it is: those who share a step have runs of their own.
   */
  public Lifetime and(Lifetime other) {
    return this == other ? this : CALL;
  }
}
