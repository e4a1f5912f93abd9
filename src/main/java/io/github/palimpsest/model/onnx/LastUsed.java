package io.github.palimpsest.model.onnx;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values that were used last, by key. Thread-safe. */
final class LastUsed<K, V> {
  private final Map<K, V> values;

  /**
   * @param most values that are kept
   */
  LastUsed(int most) {
    values =
        new LinkedHashMap<>(most, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** Null if it is not kept. */
  synchronized V get(K key) {
    return values.get(key);
  }

  synchronized void put(K key, V value) {
    values.put(key, value);
  }
}
