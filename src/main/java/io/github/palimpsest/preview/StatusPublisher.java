package io.github.palimpsest.preview;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Where live mode stands, and who is told when that changes. Guarded by its owner. */
final class StatusPublisher {
  private final Consumer<LiveView> listener;
  private final Executor publisher;
  private LiveView view = LiveView.OFF;

  StatusPublisher(Consumer<LiveView> listener, Executor publisher) {
    this.listener = listener;
    this.publisher = publisher;
  }

  LiveView view() {
    return view;
  }

  void say(LiveView now) {
    if (!now.equals(view)) {
      view = now;
      publisher.execute(() -> listener.accept(now));
    }
  }
}
