package io.github.palimpsest.preview;

/**
 * Where live mode stands.
 *
 * @param state what it does
 * @param words one sentence for the user
 * @param progress 0 to 1 of the run under way
 * @param seconds of the last finished run, or NaN
 * @param ready whether there is a picture to apply
 */
public record LiveView(
    LiveState state, String words, double progress, double seconds, boolean ready) {
  static final LiveView OFF =
      new LiveView(LiveState.OFF, "Live mode is off.", 0, Double.NaN, false);
}
