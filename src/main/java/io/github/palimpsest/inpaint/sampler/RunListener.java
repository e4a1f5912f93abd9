package io.github.palimpsest.inpaint.sampler;

/** Follows the states of an {@link ImageSampler}; called on the thread of the run. */
public interface RunListener {
  /**
   * The state after {@link ImageSampler#step} steps is there. What this throws stops the run after
   * the step before.
   */
  void reached(ImageSampler sampler);
}
