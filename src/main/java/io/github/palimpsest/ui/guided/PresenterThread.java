package io.github.palimpsest.ui.guided;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The one thread of a {@link GuidedPresenter}. Methods may be called from any thread. */
final class PresenterThread {
  private static final long POLL_MILLIS = 20;

  /** A stroke of the brush makes many changes: they are looked at together. */
  private static final long SOON_MILLIS = 40;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, r -> new Thread(r, "Palimpsest-guide"));

  private final AtomicBoolean waiting = new AtomicBoolean();

  PresenterThread() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    // what is asked for after the end is not done
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  void submit(Runnable task) {
    thread.execute(task);
  }

  /** Does something shortly after; once for all the times it is asked for until then. */
  void soon(Runnable task) {
    if (!waiting.getAndSet(true)) {
      thread.schedule(
          () -> {
            waiting.set(false);
            task.run();
          },
          SOON_MILLIS,
          TimeUnit.MILLISECONDS);
    }
  }

  /** Does something again and again until the end. */
  void repeat(Runnable task, long millis) {
    thread.scheduleWithFixedDelay(task, 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the thread when all that was asked for before is done. */
  void close() {
    thread.shutdown();
  }

  /** Waits until all that was asked for is done, or the thread has ended; false if not in time. */
  boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    submit(done::countDown);
    long end = System.nanoTime() + unit.toNanos(timeout);
    // a thread that is asked to end meanwhile does not do this any more
    while (!thread.isTerminated() && (thread.isShutdown() || done.getCount() > 0)) {
      if (System.nanoTime() > end) {
        return false;
      }
      done.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
      thread.awaitTermination(thread.isShutdown() ? POLL_MILLIS : 0, TimeUnit.MILLISECONDS);
    }
    return true;
  }
}
