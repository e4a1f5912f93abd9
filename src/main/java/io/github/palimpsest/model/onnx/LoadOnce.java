package io.github.palimpsest.model.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Values that are made once per key, outside any lock. Threads that ask for the same key meanwhile
 * wait; those that ask for another key do not. A failure is thrown to all who waited and is then
 * forgotten. Thread-safe.
 *
 * @param <K> key
 * @param <V> value
 */
final class LoadOnce<K, V> {
  private final Map<K, CompletableFuture<V>> values = new LinkedHashMap<>();

  /** The value of a key, made by {@code maker} on this thread if nobody has made it. */
  V get(K key, Supplier<V> maker) {
    CompletableFuture<V> value;
    boolean first;
    synchronized (values) {
      value = values.get(key);
      first = value == null;
      if (first) {
        value = new CompletableFuture<>();
        values.put(key, value);
      }
    }
    if (first) {
      make(key, value, maker);
    }
    return await(value);
  }

  private void make(K key, CompletableFuture<V> value, Supplier<V> maker) {
    try {
      value.complete(maker.get());
    } catch (RuntimeException | Error e) {
      synchronized (values) {
        values.remove(key, value);
      }
      value.completeExceptionally(e);
    }
  }

  private static <V> V await(CompletableFuture<V> value) {
    try {
      return value.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Forgets every value; what was made already is returned, for its owner to close. */
  List<V> clear() {
    List<V> made = new ArrayList<>();
    synchronized (values) {
      for (CompletableFuture<V> value : values.values()) {
        if (value.isDone() && !value.isCompletedExceptionally()) {
          made.add(value.join());
        }
      }
      values.clear();
    }
    return made;
  }
}
