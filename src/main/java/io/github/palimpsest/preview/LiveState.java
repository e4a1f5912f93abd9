package io.github.palimpsest.preview;

/** What live mode is doing. */
public enum LiveState {
  /** Not begun, or ended. */
  OFF,
  /** A change was seen; it is painted once nothing more changes. */
  WAITING,
  /** A run is under way. */
  RUNNING,
  /** The picture belongs to what image and values are now. */
  SHOWN,
  /** Nothing can be painted, for the reason that the words give. */
  PAUSED
}
