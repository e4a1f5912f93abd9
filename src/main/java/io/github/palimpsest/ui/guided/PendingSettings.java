package io.github.palimpsest.ui.guided;

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
final class PendingSettings {
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
    Param.RESCALE,
    Param.CONTROL,
    Param.CONTROLWEIGHT,
    Param.CONTROLSTART,
    Param.CONTROLEND,
    Param.GUESS,
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

  /** Those that their user still types or drags: not for a run that goes on. */
  private final Set<Param> moving = EnumSet.noneOf(Param.class);

  private boolean begun;
  private long version;

  PendingSettings(Request request) {
    later = request;
  }

  /**
   * A value set by the user; the session that was begun, if any, is to take it in.
   *
   * @param settled false while its user still types or drags
   */
  synchronized void set(Param param, String value, boolean settled) {
    Request with = with(later, param, value);
    if (!begun || !REST.contains(param)) {
      later = with;
    }
    if (begun) {
      pending.put(param, value);
      if (settled) {
        moving.remove(param);
      } else {
        moving.add(param);
      }
    }
    version++;
  }

  /** How often a value was set: values shown that are older are not to be shown any more. */
  synchronized long version() {
    return version;
  }

  private static Request with(Request request, Param param, String value) {
    boolean left =
        param.defaultValue() == null && (value.isBlank() || value.equalsIgnoreCase("Auto"));
    return left ? request.without(param) : request.with(param, value);
  }

  /** What a new session begins with; it takes in what is set from now on. */
  synchronized Request start() {
    clear();
    begun = true;
    return later;
  }

  /** No session is open any more. */
  synchronized void end() {
    clear();
    begun = false;
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

  /** Those of the changes that are settled, for a run that goes on. */
  synchronized Map<Param, String> settled(Request now, int remaining) {
    Map<Param, String> changes = changes(now, remaining);
    changes.keySet().removeAll(moving);
    // what is in force already must not act later, when it is not any more
    pending.keySet().removeIf(p -> !moving.contains(p) && !changes.containsKey(p));
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
    moving.remove(param);
  }

  synchronized void clear() {
    pending.clear();
    moving.clear();
  }
}
