package io.github.palimpsest.model.graph.rewrite;

/** How long a value stays as it is; the shorter comes later. */
public enum Lifetime {
  /** Through a run: prompt, mask, masked image, control map. */
  RUN,

  /** Through a step, for all who call the network then: the timestep. */
  STEP,

  /** For one call: the noisy sample, residuals of control nets. */
  CALL;

  /** The shorter of two. */
  public Lifetime and(Lifetime other) {
    return compareTo(other) > 0 ? this : other;
  }
}
