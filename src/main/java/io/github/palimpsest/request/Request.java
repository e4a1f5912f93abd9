package io.github.palimpsest.request;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.palimpsest.check.BadInput;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An immutable set of parameter values: everything that, with an image, decides a run.
 *
 * <pre>{@code
 * Request r = Request.of("prompt", "fluorescence nuclei", "steps", 20, "seed", 7);
 * Request more = r.with("steps", 40);
 * }</pre>
 *
 * <p>Values are checked when set; a missing key means its documented default. Equality is by value.
 * Safe for use by any thread.
 */
public final class Request {
  private static final Request EMPTY = new Request(new EnumMap<>(Param.class));

  private final Map<Param, Object> values;

  private Request(EnumMap<Param, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** The request in which everything has its default. */
  public static Request defaults() {
    return EMPTY;
  }

  /**
   * A request from alternating keys and values, as in a macro.
   *
   * @throws BadInput for an unknown key or a value out of range
   */
  public static Request of(Object... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new BadInput("A request needs a value for each key.");
    }
    Map<String, Object> given = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      given.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return of(given);
  }

  private static Request of(Map<String, Object> given) {
    Request r = EMPTY;
    for (var entry : given.entrySet()) {
      r = r.with(find(entry.getKey(), given.keySet()), entry.getValue());
    }
    return r;
  }

  private static Param find(String key, Collection<String> beside) {
    return Param.of(key, beside)
        .orElseThrow(() -> BadInput.of("Unknown key %s: see the list of keys in Help.", key));
  }

  /** This request with one value changed; see {@link Param#check}. */
  public Request with(String key, Object value) {
    return with(find(key, values.keySet().stream().map(Param::key).toList()), value);
  }

  /** This request with one value changed; see {@link Param#check}. */
  public Request with(Param param, Object value) {
    EnumMap<Param, Object> copy = new EnumMap<>(Param.class);
    copy.putAll(values);
    copy.put(param, param.check(value));
    return new Request(copy);
  }

  /** This request with one value left at its default. */
  public Request without(Param param) {
    EnumMap<Param, Object> copy = new EnumMap<>(Param.class);
    copy.putAll(values);
    copy.remove(param);
    return new Request(copy);
  }

  /** The same run, with no value that says what is the default: equal for equal runs. */
  public Request withoutDefaults() {
    EnumMap<Param, Object> kept = new EnumMap<>(Param.class);
    values.forEach(
        (param, value) -> {
          String text = value.toString().trim();
          Object standard = param.defaultValue();
          boolean says = standard == null || !text.equalsIgnoreCase(standard.toString());
          if (says && !param.isAuto(text)) {
            kept.put(param, value instanceof String ? text : value);
          }
        });
    return new Request(kept);
  }

  /** The value given, or the default, or empty where the model folder decides. */
  public Optional<Object> value(Param param) {
    return Optional.ofNullable(values.getOrDefault(param, param.defaultValue()));
  }

  /** Whether the user gave a value. */
  public boolean has(Param param) {
    return values.containsKey(param);
  }

  /** A text value, trimmed; empty if there is neither value nor default. */
  public String text(Param param) {
    return value(param).map(v -> v.toString().trim()).orElse("");
  }

  /** A number, or {@code otherwise} if there is neither value nor default. */
  public double number(Param param, double otherwise) {
    return value(param).map(v -> ((Number) v).doubleValue()).orElse(otherwise);
  }

  /** The numbers of a key that takes one or several. */
  public double[] numbers(Param param) {
    return ParamKind.numbers(text(param));
  }

  /** A number that has a default. */
  public double number(Param param) {
    return number(param, Double.NaN);
  }

  /** A whole number, or {@code otherwise} if there is neither value nor default. */
  public int integer(Param param, int otherwise) {
    return value(param).map(v -> ((Number) v).intValue()).orElse(otherwise);
  }

  /** A switch. */
  public boolean on(Param param) {
    return Boolean.TRUE.equals(value(param).orElse(false));
  }

  /** The seed, all 64 bits. */
  public long seed() {
    return (Long) value(Param.SEED).orElse(0L);
  }

  /** The values given, without defaults, by macro key. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    values.forEach(
        (param, v) ->
            json.add(
                param.key(),
                // a 64-bit seed does not survive JSON's doubles: keep it as text
                v instanceof Long ? new JsonPrimitive(v.toString()) : new Gson().toJsonTree(v)));
    return json;
  }

  /** The request written by {@link #toJson()}. */
  public static Request fromJson(JsonObject json) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (var entry : json.entrySet()) {
      if (!entry.getValue().isJsonPrimitive()) {
        throw BadInput.of(
            "The recorded request is damaged (%s): use the file as first saved.", entry.getKey());
      }
      given.put(entry.getKey(), entry.getValue().getAsString());
    }
    return of(given);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Request r && r.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
