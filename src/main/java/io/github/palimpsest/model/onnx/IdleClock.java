package io.github.palimpsest.model.onnx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The time, and a way to do something later. */
interface IdleClock {
  /** The clock of the computer; what is done later runs on a daemon thread of Java's own. */
  IdleClock SYSTEM =
      new IdleClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void later(long nanos, Runnable task) {
          CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(task);
        }
      };

  /** Nanoseconds since some moment. */
  long nanos();

  /** Does {@code task} after so many nanoseconds, on any thread; returns at once. */
  void later(long nanos, Runnable task);
}
