package io.github.palimpsest.panel;

/** Where a {@link Guide} is. */
public enum GuideState {
  /** No session has begun. */
  IDLE,
  /** The model is at work. */
  RUNNING,
  /** A session waits for its user. */
  PAUSED,
  /** The last session has been finished or stopped; another may begin. */
  ENDED
}
