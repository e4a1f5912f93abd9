package io.github.palimpsest.record;

/**
 * An action that still counts.
 *
 * @param action a set or an inject
 * @param at the step after which it was done, at least 0
 */
public record PathEntry(SessionAction action, int at) {
  static PathEntry read(RecordFields fields) {
    int at = fields.whole("at", 0, Integer.MAX_VALUE);
    return new PathEntry(ActionReader.read(fields.json()), at);
  }
}
