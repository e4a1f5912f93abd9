package io.github.palimpsest.preview;

/**
 * Status of live preview.
 *
 * @param state what it does
 * @param words one sentence for the user
 * @param progress 0 to 1 of the run under way
 * @param seconds of the last finished run, or NaN
 * @param ready whether there is a picture to apply
 */
public record LiveStatus(
    State state, String words, double progress, double seconds, boolean ready) {
  static final LiveStatus OFF =
      new LiveStatus(State.OFF, "Live mode is off.", 0, Double.NaN, false);

  /** Activity of live preview. */
  public enum State {
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
}
