package io.github.palimpsest.ui.guided;

/** What a user can do to a guided session. */
public enum GuidedAction {
  /** Go on from the frame shown, to the end or until paused. */
  RUN,
  /** Halt after the step that runs. */
  PAUSE,
  /** One step from the frame shown. */
  STEP,
  /** One step back from the frame shown. */
  BACK,
  /** Go on from the frame shown in a stack of its own. */
  BRANCH,
  /** Do what remains and make the result. */
  FINISH,
  /** Stop the step that runs; those that are done stay. */
  STOP,
  /** Show stacks that were closed, or turned into something else, again. */
  SHOW,
  /** End everything and close its stacks; the image is as it was. */
  DISCARD
}
