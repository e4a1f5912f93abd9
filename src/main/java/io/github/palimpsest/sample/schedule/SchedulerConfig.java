package io.github.palimpsest.sample.schedule;

import io.github.palimpsest.check.BadInput;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Typed, checked reading of a diffusers {@code scheduler_config.json}. */
public final class SchedulerConfig {
  /** Nobody trains with more; each needs some numbers in memory. */
  public static final int MOST_TIMESTEPS = 1_000_000;

  private final Map<String, Object> values;

  public SchedulerConfig(Map<String, Object> values) {
    this.values = values;
  }

  /** This configuration with some keys replaced. */
  public SchedulerConfig with(Map<String, Object> changes) {
    Map<String, Object> copy = new HashMap<>(values);
    copy.putAll(changes);
    return new SchedulerConfig(copy);
  }

  /** This configuration with only some keys. */
  public SchedulerConfig only(Set<String> keys) {
    Map<String, Object> copy = new HashMap<>(values);
    copy.keySet().retainAll(keys);
    return new SchedulerConfig(copy);
  }

  public String text(String key, String otherwise, String... allowed) {
    Object v = values.get(key);
    String text = v == null ? otherwise : v.toString();
    if (allowed.length > 0 && !List.of(allowed).contains(text)) {
      throw refuse(key, text, "one of " + String.join(", ", allowed));
    }
    return text;
  }

  public double number(String key, double otherwise) {
    Object v = values.get(key);
    if (v == null) {
      return otherwise;
    }
    if (v instanceof Number n) {
      return n.doubleValue();
    }
    // python writes infinities as bare words, which JSON readers hand on as text
    if (v instanceof String s && s.matches("-?Infinity")) {
      return Double.parseDouble(s);
    }
    throw refuse(key, v, "a number");
  }

  public int integer(String key, int otherwise) {
    double d = number(key, otherwise);
    if (d != Math.rint(d)) {
      throw refuse(key, d, "a whole number");
    }
    return (int) d;
  }

  public int integer(String key, int otherwise, int min, int max) {
    int i = integer(key, otherwise);
    if (i < min || i > max) {
      throw refuse(key, i, "between " + min + " and " + max);
    }
    return i;
  }

  public boolean flag(String key, boolean otherwise) {
    Object v = values.get(key);
    if (v == null) {
      return otherwise;
    }
    if (v instanceof Boolean b) {
      return b;
    }
    throw refuse(key, v, "true or false");
  }

  /** A list of numbers, or null. */
  public double[] numbers(String key) {
    Object v = values.get(key);
    if (v == null) {
      return null;
    }
    if (v instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }
    throw refuse(key, v, "a list of numbers");
  }

  /** Refuses any value but {@code supported} (or none) for a key this software does not follow. */
  public void only(String key, Object supported) {
    Object v = values.get(key);
    if (v != null && !Objects.equals(v, supported)) {
      throw refuse(key, v, String.valueOf(supported));
    }
  }

  public static BadInput refuse(String key, Object value, String must) {
    return new BadInput(
        String.format(
            Locale.ROOT,
            "scheduler_config.json: %s (%s) must be %s here; change it or choose another scheduler=.",
            key,
            value,
            must));
  }
}
