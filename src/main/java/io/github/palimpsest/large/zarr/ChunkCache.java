package io.github.palimpsest.large.zarr;

import io.github.palimpsest.check.Cancelled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongFunction;

/**
 * Decoded chunks by number: those used last, as many as there is room for. Several threads that
 * want the same chunk wait for one that reads it. Thread-safe.
 */
final class ChunkCache {
  private static final long MOST = 256L << 20;

  private final Map<Long, FutureTask<Object>> chunks;

  /**
   * A cache for chunks of so many bytes: a sixteenth of the heap, and no more than 256 MB. Arrays
   * of half a region of Java's heap take a whole one, and several images are open at a time.
   */
  ChunkCache(long chunkBytes) {
    long room = Math.min(MOST, Runtime.getRuntime().maxMemory() / 16);
    int most = (int) Math.max(1, room / Math.max(1, chunkBytes));
    chunks =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, FutureTask<Object>> eldest) {
            return size() > most;
          }
        };
  }

  /** A chunk, read by {@code read} if it is not kept; what it throws is thrown. */
  Object get(long number, LongFunction<Object> read) {
    FutureTask<Object> mine = new FutureTask<>(() -> read.apply(number));
    FutureTask<Object> task;
    synchronized (chunks) {
      FutureTask<Object> kept = chunks.get(number);
      task = kept == null ? mine : kept;
      if (kept == null) {
        chunks.put(number, mine);
      }
    }
    if (task == mine) {
      mine.run();
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      forget(number);
      if (e.getCause() instanceof Cancelled && task != mine) {
        // another thread was stopped, not this one
        return read.apply(number);
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      // the caller is to stop; it finds out by its thread's own mark
      Thread.currentThread().interrupt();
      return read.apply(number);
    }
  }

  /** Reads a chunk anew when it is next asked for. */
  void forget(long number) {
    synchronized (chunks) {
      chunks.remove(number);
    }
  }
}
