package io.github.palimpsest.concurrent;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that help callers with their tasks, shared by all; they end when nobody needs them. */
final class Helpers {
  private static final int IDLE_SECONDS = 10;

  /** One for each core besides the caller's; changed by tests only. */
  static volatile Helpers shared = new Helpers(Runtime.getRuntime().availableProcessors() - 1);

  private final int count;
  private final Semaphore idle;

  /** Null where there is no helper. */
  private final ThreadPoolExecutor threads;

  Helpers(int count) {
    this.count = count;
    idle = new Semaphore(count);
    threads = count == 0 ? null : threads(count);
  }

  private static ThreadPoolExecutor threads(int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Helpers::thread);
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** A thread that keeps nothing of the caller who happens to be the first. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "Palimpsest-helper", 0, false);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    thread.setContextClassLoader(Helpers.class.getClassLoader());
    return thread;
  }

  int count() {
    return count;
  }

  /**
   * What a helper does for a caller.
   *
   * @param share given a permit back when the helper has done what it can
   */
  Runnable help(Tasks tasks, Semaphore share) {
    Runnable rest = () -> rest(share);
    return () -> tasks.work(rest);
  }

  private void rest(Semaphore share) {
    idle.release();
    share.release();
  }

  /**
   * Lets an idle helper begin.
   *
   * @return false if all are busy
   */
  boolean offer(Runnable help) {
    if (!idle.tryAcquire()) {
      return false;
    }
    try {
      threads.execute(help);
      return true;
    } catch (OutOfMemoryError e) {
      idle.release(); // no thread to be had: the caller does all
      return false;
    }
  }

  /** Takes back what was offered and not begun, so that a late helper is free for the next. */
  void withdraw(Runnable help, Semaphore share) {
    while (threads != null && threads.remove(help)) {
      rest(share);
    }
  }
}
