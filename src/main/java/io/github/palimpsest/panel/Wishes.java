package io.github.palimpsest.panel;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The values a user has set: for the next session, and those that the present one has still to take
 * in. Safe for any thread.
 */
final class Wishes {
  /** In the order in which a session takes them in. */
  private static final Param[] ORDER = {
    Param.MASK,
    Param.GROW,
    Param.FEATHER,
    Param.PROMPT,
    Param.NEGATIVE,
    Param.GUIDANCE,
    Param.GUIDANCESTART,
    Param.GUIDANCEEND,
    Param.CONTROL,
    Param.CONTROLWEIGHT,
    Param.CONTROLSTART,
    Param.CONTROLEND,
    Param.OUTPUT,
    Param.ETA,
    Param.SCHEDULER,
    Param.STEPS,
    Param.STRENGTH
  };

  /** Of the rest of a run; not wishes for a later one. */
  private static final Set<Param> REST = EnumSet.of(Param.STEPS, Param.STRENGTH);

  private Request later;
  private final Map<Param, String> pending = new EnumMap<>(Param.class);

  Wishes(Request request) {
    later = request;
  }

  /**
   * A value set by the user.
   *
   * @param open whether a session is open, which is to take it in
   */
  synchronized void set(Param param, String value, boolean open) {
    Request with = with(later, param, value);
    if (!open || !REST.contains(param)) {
      later = with;
    }
    if (open) {
      pending.put(param, value);
    }
  }

  private static Request with(Request request, Param param, String value) {
    boolean left =
        param.defaultValue() == null && (value.isBlank() || value.equalsIgnoreCase("Auto"));
    return left ? request.without(param) : request.with(param, value);
  }

  /** What a new session begins with. */
  synchronized Request start() {
    pending.clear();
    return later;
  }

  synchronized Request later() {
    return later;
  }

  /** What differs from a session's values, in the order in which to set it. */
  synchronized Map<Param, String> changes(Request now, int remaining) {
    Map<Param, String> changes = new TreeMap<>((a, b) -> index(a) - index(b));
    pending.forEach(
        (param, value) -> {
          boolean same =
              switch (param) {
                case STRENGTH -> false;
                case STEPS -> value.equals(Integer.toString(remaining));
                default -> with(now, param, value).equals(now);
              };
          if (!same && index(param) < ORDER.length) {
            changes.put(param, value);
          }
        });
    return changes;
  }

  private static int index(Param param) {
    for (int i = 0; i < ORDER.length; i++) {
      if (ORDER[i] == param) {
        return i;
      }
    }
    return ORDER.length + param.ordinal();
  }

  /** A value that was taken in or refused. */
  synchronized void taken(Param param) {
    pending.remove(param);
  }

  synchronized void clear() {
    pending.clear();
  }
}
