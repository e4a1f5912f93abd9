package io.github.palimpsest.ui.guided;

/** Where a {@link GuidedPresenter} is. */
public enum GuidedState {
  /** No session has begun. */
  IDLE,
  /** The model is at work. */
  RUNNING,
  /** A session waits for its user. */
  PAUSED,
  /** The last session has been finished or stopped; another may begin. */
  ENDED
}
