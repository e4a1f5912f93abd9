package io.github.palimpsest.concurrent;

import io.github.palimpsest.check.Cancelled;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;

/** Long tasks side by side, of which a failure stops all. */
public final class Jobs {
  private final int count;
  private final IntConsumer job;
  private final Runnable stop;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReferenceArray<Throwable> failures;

  /**
   * @param job given its number, 0 … count − 1; begun in this order
   * @param stop called after a failure, on its thread: ends those that run
   */
  public Jobs(int count, IntConsumer job, Runnable stop) {
    this.count = count;
    this.job = job;
    this.stop = stop;
    failures = new AtomicReferenceArray<>(count);
  }

  /**
   * Does all of them and returns when none runs any more. If one throws, no other begins, and what
   * it threw is thrown here; of several the first in order, and rather an error than the {@link
   * Cancelled} of those that it stopped.
   *
   * @param atOnce how many may run at the same time
   */
  public void run(SideBySide share, int atOnce) {
    share.run(Math.min(atOnce, count), lane -> work());
    Throwable cause = null;
    for (int k = 0; k < count; k++) {
      Throwable own = failures.get(k);
      boolean better = cause == null || cause instanceof Cancelled && !(own instanceof Cancelled);
      cause = own != null && better ? own : cause;
    }
    if (cause != null) {
      Tasks.<RuntimeException>rethrow(cause);
    }
  }

  private void work() {
    for (int k = next.getAndIncrement(); k < count; k = next.getAndIncrement()) {
      try {
        job.accept(k);
      } catch (Throwable e) {
        failures.set(k, e);
        next.set(count);
        stop.run();
      }
    }
  }
}
