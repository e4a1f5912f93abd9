package io.github.palimpsest.request;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.plugin.Plugins;
import java.util.List;

/**
 * The values that a key takes.
 *
 * @param kind how they are written
 * @param standard the documented default, or null where the model folder decides
 * @param min smallest value allowed, or NaN
 * @param max largest value allowed, or NaN
 * @param choices the words allowed, empty for free text, or null where plug-ins say them ({@link
 *     KeyChoices})
 * @param scope when the value may change
 * @param order among the keys that an open session takes
 */
record ParamType(
    ParamKind kind,
    Object standard,
    double min,
    double max,
    List<String> choices,
    KeyScope scope,
    int order) {

  private static ParamType of(
      ParamKind kind, Object standard, double min, double max, List<String> choices) {
    return new ParamType(kind, standard, min, max, choices, KeyScope.RUN, 0);
  }

  private static ParamType words(Object standard, List<String> choices) {
    return of(ParamKind.TEXT, standard, Double.NaN, Double.NaN, choices);
  }

  static ParamType text(String standard) {
    return words(standard, List.of());
  }

  /** One of some words; {@code standard} is one of them, or null. */
  static ParamType choice(String standard, String... words) {
    return words(standard, List.of(words));
  }

  /** One of the words that plug-ins say. */
  static ParamType pluginChoice(String standard) {
    return words(standard, null);
  }

  static ParamType toggle() {
    return of(ParamKind.SWITCH, false, Double.NaN, Double.NaN, List.of());
  }

  static ParamType whole(Integer standard, int min, int max) {
    return of(ParamKind.INTEGER, standard, min, max, List.of());
  }

  static ParamType number(Double standard, double min, double max) {
    return of(ParamKind.NUMBER, standard, min, max, List.of());
  }

  /** A number from 0 to 1. */
  static ParamType fraction(Double standard) {
    return number(standard, 0, 1);
  }

  /** One number, or several separated by commas, each within the range. */
  static ParamType numbers(String standard, double min, double max) {
    return of(ParamKind.NUMBERS, standard, min, max, List.of());
  }

  static ParamType seed() {
    return of(ParamKind.LONG, 0L, Double.NaN, Double.NaN, List.of());
  }

  /** Of {@link KeyScope#LIVE}. */
  ParamType live(int place) {
    return new ParamType(kind, standard, min, max, choices, KeyScope.LIVE, place);
  }

  /** Of {@link KeyScope#REST}. */
  ParamType rest(int place) {
    return new ParamType(kind, standard, min, max, choices, KeyScope.REST, place);
  }

  /** The words allowed for {@code key}, or an empty list for free text. */
  List<String> choices(Param key) {
    if (choices != null) {
      return choices;
    }
    return Plugins.of(KeyChoices.class).stream()
        .filter(source -> source.key() == key)
        .flatMap(source -> source.choices().stream())
        .distinct()
        .toList();
  }

  /** See {@link Param#check}. */
  Object check(Param param, Object value) {
    String key = param.key();
    Object read = kind.read(key, value);
    if (!Double.isNaN(min)) {
      for (double d : ParamKind.numbers(read.toString())) {
        if (!(d >= min && d <= max)) {
          throw BadInput.of(
              "%s (%s) must lie between %s and %s.",
              key, value, ParamKind.plain(min), ParamKind.plain(max));
        }
      }
    }
    List<String> words = choices(param);
    if (words.isEmpty()) {
      return read;
    }
    return words.stream()
        .filter(word -> word.equalsIgnoreCase((String) read))
        .findFirst()
        .orElseThrow(
            () -> BadInput.of("%s (%s) must be one of %s.", key, value, String.join(", ", words)));
  }
}
