package io.github.palimpsest.ui.guided;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The newest snapshot, and those who are told of it. Safe for any thread. */
final class Snapshots {
  private final Executor publisher;
  private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
  private volatile Snapshot last;

  /**
   * @param publisher runs what tells the listeners
   */
  Snapshots(Executor publisher) {
    this.publisher = publisher;
  }

  /** Tells a listener of the newest one and of every other from now on. */
  void listen(Consumer<Snapshot> listener) {
    listeners.add(listener);
    tell(listener);
  }

  /** The newest one, or null before the first. */
  Snapshot last() {
    return last;
  }

  /** Whether the model was at work when it was last told of. */
  boolean running() {
    Snapshot now = last;
    return now != null && now.state() == Snapshot.State.RUNNING;
  }

  /** Tells of a snapshot, unless it says what the last one said. */
  void publish(Snapshot now) {
    if (!now.equals(last)) {
      last = now;
      listeners.forEach(this::tell);
    }
  }

  /** Within a step, which holds the session: tells how far that is, and a sentence. */
  void during(Pace pace, BranchController.Message message) {
    Snapshot before = last;
    if (before != null) {
      publish(before.during(pace, message.words(), message.wrong()));
    }
  }

  private void tell(Consumer<Snapshot> listener) {
    Snapshot now = last;
    if (now != null) {
      publisher.execute(() -> listener.accept(now));
    }
  }
}
