package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;

/** Where a {@link GuidedPresenter} shows things. Called on the guide's own thread. */
public interface GuidedHost {
  /** Shows a step or latents stack that fills from now on. */
  void opened(ImagePlus stack);

  /** Shows an accepted result as the active image. */
  void finished(Outcome outcome);

  /** One sentence the user should know although the run goes on. */
  void warn(String sentence);

  /**
   * Keeps what was done as macro lines, one an action.
   *
   * @param lines a macro that does the session again
   */
  void record(java.util.List<String> lines);
}
