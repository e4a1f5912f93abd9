package io.github.palimpsest.preview;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.PreparedRun;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Thread that reads again and again what a run would be made from, while others use the image.
 * Methods may be called from any thread.
 */
final class InputWatcher {
  private final Supplier<PreparedRun> source;
  private final Consumer<PreparedRun> seen;
  private final Consumer<String> refused;
  private final Thread thread = new Thread(this::watch, "Palimpsest-live-watch");
  private final Object resting = new Object();
  private boolean ended;
  private boolean woken;
  private boolean unreadable;

  /**
   * A watcher; does nothing before {@link #start}.
   *
   * @param source reads; throws {@link BadInput} if there is nothing to paint
   * @param seen told of everything read, on the watcher's thread
   * @param refused told why nothing was read, on the watcher's thread
   */
  InputWatcher(Supplier<PreparedRun> source, Consumer<PreparedRun> seen, Consumer<String> refused) {
    this.source = source;
    this.seen = seen;
    this.refused = refused;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread when it has read to its end. */
  void end() {
    synchronized (resting) {
      ended = true;
      resting.notifyAll();
    }
  }

  /** Waits for the thread to end; false if it has not in time. */
  boolean join(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  /** Lets the next look begin at once. */
  void wake() {
    synchronized (resting) {
      woken = true;
      resting.notifyAll();
    }
  }

  /** Does something while nothing is read. */
  synchronized void hold(Runnable action) {
    action.run();
  }

  private void watch() {
    try {
      while (!over()) {
        long from = System.nanoTime();
        look();
        rest(Debounce.rest((System.nanoTime() - from) / 1_000_000));
      }
    } catch (InterruptedException e) {
      // nobody else knows of this thread
      throw new IllegalStateException(e);
    }
  }

  private boolean over() {
    synchronized (resting) {
      return ended;
    }
  }

  private void rest(long millis) throws InterruptedException {
    synchronized (resting) {
      if (!ended && !woken) {
        resting.wait(millis);
      }
      woken = false;
    }
  }

  private synchronized void look() {
    PreparedRun now;
    try {
      now = read();
    } catch (BadInput e) {
      refused.accept(e.getMessage());
      return;
    }
    if (now != null) {
      seen.accept(now);
    }
  }

  /**
   * What a run would be made from now.
   *
   * @return null if the image was changed while it was read
   * @throws BadInput if there is nothing to paint, or the image cannot be read twice running
   */
  private PreparedRun read() {
    try {
      PreparedRun now = source.get();
      unreadable = false;
      return now;
    } catch (BadInput e) {
      throw e;
    } catch (RuntimeException e) {
      boolean lasts = unreadable;
      unreadable = true;
      if (lasts) {
        throw new BadInput("The image could not be read (" + e + ").");
      }
      return null;
    }
  }
}
