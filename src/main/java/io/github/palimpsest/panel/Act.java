package io.github.palimpsest.panel;

/** What a user can do to a guided session. */
public enum Act {
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
  /** End everything; the image is as it was. */
  STOP
}
