package io.github.palimpsest.sample.schedule;

import io.github.palimpsest.check.BadInput;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A diffusers {@code scheduler_config.json}, read by type and checked. A value that does not fit is
 * refused with {@link BadInput}; one that is missing or null takes the default given.
 */
public final class SchedulerConfig {
  /** The largest {@code num_train_timesteps}; each timestep needs some numbers in memory. */
  public static final int MOST_TIMESTEPS = 1_000_000;

  private final Map<String, Object> values;

  /**
   * @param values by key, as a JSON reader gives them
   */
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

  /**
   * A text.
   *
   * @param allowed the values allowed; none = all
   */
  public String text(String key, String otherwise, String... allowed) {
    Object v = values.get(key);
    String text = v == null ? otherwise : v.toString();
    if (allowed.length > 0 && !List.of(allowed).contains(text)) {
      throw refuse(key, text, "one of " + String.join(", ", allowed));
    }
    return text;
  }

  /** A number, possibly infinite. */
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

  /** A whole number. */
  public int integer(String key, int otherwise) {
    double d = number(key, otherwise);
    if (d != Math.rint(d)) {
      throw refuse(key, d, "a whole number");
    }
    return (int) d;
  }

  /** A whole number from {@code min} to {@code max}. */
  public int integer(String key, int otherwise, int min, int max) {
    int i = integer(key, otherwise);
    if (i < min || i > max) {
      throw refuse(key, i, "between " + min + " and " + max);
    }
    return i;
  }

  /** True or false. */
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

  /**
   * The sentence for a value that cannot be used.
   *
   * @param must completes "must be …"
   */
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
