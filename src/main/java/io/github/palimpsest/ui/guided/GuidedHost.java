package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;

/** Shows and records what a {@link GuidedPresenter} makes. Called on the presenter's thread. */
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

  /**
   * What its user does on an image that is shown stays out of a macro, whose lines do not make it.
   */
  default void unrecorded(ImagePlus image) {}

  /** Nothing more is done on the stacks that were opened: all branches have ended. */
  default void ended() {}
}
