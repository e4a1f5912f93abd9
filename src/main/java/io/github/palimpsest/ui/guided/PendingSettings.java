package io.github.palimpsest.ui.guided;

import io.github.palimpsest.request.KeyScope;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.Comparator;
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
    return param.isAuto(value) ? request.without(param) : request.with(param, value);
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
    Map<Param, String> changes = new TreeMap<>(Comparator.comparing(Param.inSession()::indexOf));
    pending.forEach(
        (param, value) -> {
          boolean same =
              switch (param) {
                case STRENGTH -> false;
                case STEPS -> value.equals(Integer.toString(remaining));
                default -> with(now, param, value).equals(now);
              };
          if (!same && param.scope() != KeyScope.RUN) {
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
