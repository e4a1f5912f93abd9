package io.github.palimpsest.preview;

import io.github.palimpsest.preview.LiveStatus.State;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The status of live preview, of which a listener is told every change. Guarded by its owner. */
final class StatusPublisher {
  private final Consumer<LiveStatus> listener;
  private final Executor publisher;
  private LiveStatus status = LiveStatus.OFF;
  private double seconds = Double.NaN;
  private boolean ended;

  StatusPublisher(Consumer<LiveStatus> listener, Executor publisher) {
    this.listener = listener;
    this.publisher = publisher;
  }

  LiveStatus status() {
    return status;
  }

  /** A run took so many seconds. */
  void took(double time) {
    seconds = time;
  }

  /** Seconds of the last run, or NaN. */
  double seconds() {
    return seconds;
  }

  /** Says where it stands; nothing any more after {@link #off}. */
  void say(State state, String words, double progress) {
    if (!ended) {
      tell(new LiveStatus(state, words, progress, seconds, state == State.SHOWN));
    }
  }

  /** Says that the picture of what is wanted lies over the image. */
  void shown() {
    say(State.SHOWN, "Up to date: the picture lies over the image until it is applied.", 1);
  }

  /** Says that it has ended. */
  void off() {
    ended = true;
    tell(LiveStatus.OFF);
  }

  private void tell(LiveStatus now) {
    if (!now.equals(status)) {
      status = now;
      publisher.execute(() -> listener.accept(now));
    }
  }
}
