package io.github.palimpsest.concurrent;

import java.util.function.IntConsumer;

/** The tasks of one caller: how many have begun, how many run, what they threw. */
final class Tasks {
  private final int count;
  private final IntConsumer task;

  private int begun;
  private int running;

  /** Number of the first task, in order, of those that failed. */
  private int failed = Integer.MAX_VALUE;

  private Throwable failure;

  Tasks(int count, IntConsumer task) {
    this.count = count;
    this.task = task;
  }

  /**
   * Does tasks until none is left to begin.
   *
   * @param rest called then, before the caller of the tasks can learn that they are done
   */
  void work(Runnable rest) {
    int k = next(-1, null, rest);
    while (k >= 0) {
      Throwable thrown = null;
      try {
        task.accept(k);
      } catch (Throwable e) {
        thrown = e; // the caller's, whose task it is
      }
      k = next(k, thrown, rest);
    }
  }

  /** Takes note of a task that has ended and begins another; −1 if none is left. */
  private synchronized int next(int ended, Throwable thrown, Runnable rest) {
    if (ended >= 0) {
      running--;
    }
    if (thrown != null && ended < failed) {
      failed = ended;
      failure = thrown;
    }
    // they begin in order: those before one that failed have all begun
    if (begun < count && failure == null) {
      running++;
      return begun++;
    }
    rest.run();
    notifyAll();
    return -1;
  }

  /**
   * Waits until none runs, interrupted or not: what runs writes into the caller's arrays. Then
   * throws what the first in order threw.
   */
  void await() {
    if (waits()) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      Tasks.<RuntimeException>rethrow(failure);
    }
  }

  private synchronized boolean waits() {
    boolean interrupted = false;
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  /** Throws anything, as the task itself did; a script's may throw what it has not declared. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
