package io.github.palimpsest.inpaint.monitor;

import io.github.palimpsest.check.Cancelled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Work that cannot be stopped inside, such as loading a network, done on a thread of its own: a
 * stop returns to the user at once, and what the work makes then is given back when it is there.
 */
public final class Background {
  private Background() {}

  /** Waits for a value that needs no closing. */
  public static <T> T get(Monitor monitor, Supplier<T> work) {
    return get(monitor, work, made -> {}, () -> {});
  }

  /**
   * Waits for what {@code work} makes.
   *
   * @param discard gives back what was made after a stop, on the work's thread
   * @param stop called by the stop as well; ends what of the work can be ended
   * @throws Cancelled at once when the user stops it
   */
  public static <T> T get(Monitor monitor, Supplier<T> work, Consumer<T> discard, Runnable stop) {
    CompletableFuture<T> made = new CompletableFuture<>();
    monitor.onCancel(
        () -> {
          if (made.completeExceptionally(new Cancelled())) {
            stop.run();
          }
        });
    if (!made.isDone()) {
      begin(() -> make(work, discard, made));
    }
    try {
      return made.get();
    } catch (InterruptedException e) {
      made.completeExceptionally(e);
      stop.run();
      Thread.currentThread().interrupt();
      throw new Cancelled();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      monitor.onCancel(() -> {});
    }
  }

  /** Does work on a daemon thread of its own; returns at once. */
  public static void begin(Runnable work) {
    Thread thread = new Thread(work, "Palimpsest-background");
    thread.setDaemon(true);
    thread.start();
  }

  private static <T> void make(Supplier<T> work, Consumer<T> discard, CompletableFuture<T> made) {
    try {
      T value = work.get();
      if (!made.complete(value)) {
        discard.accept(value);
      }
    } catch (RuntimeException | Error e) {
      made.completeExceptionally(e);
    }
  }
}
