package io.github.palimpsest.concurrent;

import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * A share of the computer's cores, on which tasks that do not depend on each other run side by
 * side. What tasks write must not depend on their order; whoever combines it does so in a fixed
 * order afterwards, so that a result is the same on any number of threads.
 *
 * <p>The caller works, too, and does what no helper has begun: with no helper at hand its tasks run
 * one after the other on its own thread. So a task may have tasks of its own, in the same share or
 * in another, and nobody waits for what nobody does. Thread-safe.
 */
public final class SideBySide {
  /** One task after the other, on the caller's thread. */
  public static final SideBySide ALONE = new SideBySide(1);

  private static final Runnable NOTHING = () -> {};

  private final int atOnce;
  private final Semaphore helpers;

  /**
   * A share for a run and all that goes on inside it.
   *
   * @param atOnce tasks that may run at the same time, at least 1; all shares together never have
   *     more helpers than there are further cores
   */
  public SideBySide(int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("atOnce (" + atOnce + ") must be at least 1");
    }
    this.atOnce = atOnce;
    helpers = new Semaphore(atOnce - 1);
  }

  /** The most tasks that can run at the same time: no more than there are cores. */
  public int atOnce() {
    return Math.min(atOnce, 1 + Helpers.shared.count());
  }

  /**
   * Does tasks 0 … n − 1, begun in this order, and returns when none of them runs any more.
   * Allocates some hundred bytes.
   *
   * <p>If tasks throw, those that have not begun are left out, and what the first in order threw is
   * thrown here: the same as if they ran one after the other.
   *
   * @param task given its number, on this or another thread
   */
  public void run(int tasks, IntConsumer task) {
    Helpers all = Helpers.shared;
    Tasks shared = null;
    Runnable help = null;
    for (int k = 1; k < tasks && helpers.tryAcquire(); k++) {
      if (shared == null) {
        shared = new Tasks(tasks, task);
        help = all.help(shared, helpers);
      }
      if (!all.offer(help)) {
        helpers.release();
        break;
      }
    }
    if (shared == null) {
      for (int k = 0; k < tasks; k++) {
        task.accept(k);
      }
    } else {
      shared.work(NOTHING);
      all.withdraw(help, helpers);
      shared.await();
    }
  }
}
