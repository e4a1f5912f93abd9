package io.github.palimpsest.sample;

import org.scijava.plugin.SciJavaPlugin;

/**
 * An action inside a run that reads and changes it; every method is called on the sampling thread.
 *
 * <pre>{@code
 * sampling.hook(new StepHook() {
 *   public void afterGuidance(StepView view) {
 *     if (view.step() == 5) {
 *       float[] estimate = view.denoised();
 *       for (int i = 0; i < estimate.length; i++) estimate[i] *= 0.9f;
 *     }
 *   }
 * });
 * }</pre>
 *
 * <p>A hook in somebody else's jar may be a SciJava plug-in, {@code @Plugin(type = StepHook.class,
 * name = "Darker")} with a constructor without parameters: {@code hook=Darker} then names it in
 * macros, dialogs and scripts, and each sample of a run gets a new one.
 */
public interface StepHook extends SciJavaPlugin {
  /**
   * Before the network is called: change {@link StepView#x}. The record of the step before stays as
   * it was, so that a replay does not change it twice.
   */
  default void beforeModel(StepView view) {}

  /** The clean estimate is there: change {@link StepView#denoised}; the solver goes on from it. */
  default void afterGuidance(StepView view) {}

  /** The next state is there: change {@link StepView#x} or {@link StepView#denoised}. */
  default void afterStep(StepView view) {}
}
