package io.github.palimpsest.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Sets system properties for the time of one call. */
public final class SystemProperties {
  private SystemProperties() {}

  /**
   * Runs {@code call} with the properties set, and gives back those that were there before. One
   * such call at a time.
   */
  public static synchronized <T> T during(Map<String, String> values, Supplier<T> call) {
    Map<String, String> before = new HashMap<>();
    values.keySet().forEach(key -> before.put(key, System.getProperty(key)));
    try {
      values.forEach(System::setProperty);
      return call.get();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value == null) {
              System.clearProperty(key);
            } else {
              System.setProperty(key, value);
            }
          });
    }
  }
}
