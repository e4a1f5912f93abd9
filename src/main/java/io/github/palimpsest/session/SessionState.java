package io.github.palimpsest.session;

/** The stages in the life of a {@link Session}. */
public enum SessionState {
  /** Actions are taken. */
  OPEN,
  /** The result was made; the stacks are the user's. */
  FINISHED,
  /** Stopped: the stacks are closed, the image is as before. */
  CANCELLED,
  /** Left: the stacks stay as they are, the image is as before. */
  LEFT
}
