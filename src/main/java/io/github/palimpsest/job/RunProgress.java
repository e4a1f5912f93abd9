package io.github.palimpsest.job;

import io.github.palimpsest.check.Cancelled;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Steps done over steps to do, and the one stop signal of a job. */
final class RunProgress {
  private final Monitor monitor;
  private final int total;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<Runnable> running = new AtomicReference<>(() -> {});
  private int done;

  RunProgress(Monitor monitor, int total) {
    this.monitor = monitor;
    this.total = total;
    monitor.onCancel(
        () -> {
          stopped.set(true);
          running.get().run();
        });
  }

  /** Says what is to be stopped when the user stops the job. */
  void running(Runnable cancel) {
    running.set(cancel);
    check();
  }

  /** One step is done. */
  void step(String words) {
    done++;
    monitor.status(words);
    monitor.progress((double) done / total);
    check();
  }

  /** Throws if the user has stopped the job. */
  void check() {
    if (stopped.get()) {
      throw new Cancelled();
    }
  }
}
