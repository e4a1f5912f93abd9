package io.github.palimpsest.ui.guided;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.KeyScope;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The values a user has set: for the next session, and those that the open one has still to take
 * in. Safe for any thread.
 */
final class PendingSettings {
  /** Of the rest of a run, and not of a later one. */
  private static final Set<Param> REST = EnumSet.of(Param.STEPS, Param.STRENGTH);

  private Request later;
  private final Map<Param, String> pending = new EnumMap<>(Param.class);

  /** Those that their user still types or drags: not for a run that goes on. */
  private final Set<Param> moving = EnumSet.noneOf(Param.class);

  private boolean begun;
  private long version;
  private double weight = 1;
  private int horizon = Integer.MAX_VALUE;

  PendingSettings(Request request) {
    later = request;
  }

  /**
   * A value set by the user; the session that was begun, if any, is to take it in.
   *
   * @param settled false while its user still types or drags
   * @throws BadInput if the value is wrong, or an open session cannot take it in
   */
  synchronized void set(Param param, Object value, boolean settled) {
    String text = String.valueOf(value);
    if (param == Param.WEIGHT) {
      weight = (Double) param.check(value);
    } else if (param == Param.HORIZON) {
      horizon = param.isAuto(text) ? Integer.MAX_VALUE : (Integer) param.check(value);
    } else if (begun) {
      setInSession(param, text, settled);
      version++;
    } else {
      later = with(later, param, text);
      version++;
    }
  }

  private void setInSession(Param param, String value, boolean settled) {
    Request with = with(later, param, value);
    if (param.scope() == KeyScope.RUN) {
      if (!with.equals(later)) {
        throw BadInput.of(
            "%s (%s) cannot change in an open session: finish or discard it first.",
            param.key(), value);
      }
      return;
    }
    if (!REST.contains(param)) {
      later = with;
    }
    pending.put(param, value);
    if (settled) {
      moving.remove(param);
    } else {
      moving.add(param);
    }
  }

  private static Request with(Request request, Param param, String value) {
    return param.isAuto(value) ? request.without(param) : request.with(param, value);
  }

  /** Counts the values set: values shown that are older are not to be shown any more. */
  synchronized long version() {
    return version;
  }

  /** Weight of what is painted, 0 to 1. */
  synchronized double weight() {
    return weight;
  }

  /** For how many steps what is painted is held. */
  synchronized int horizon() {
    return horizon;
  }

  /** Begins a session with the values returned; it takes in what is set from now on. */
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

  /** The values of the next session. */
  synchronized Request later() {
    return later;
  }

  /**
   * What differs from a session's values, in the order in which to set it.
   *
   * @param remaining steps that the session has still to do
   */
  synchronized Map<Param, String> changes(Request now, int remaining) {
    Map<Param, String> changes = new LinkedHashMap<>();
    for (Param param : Param.inSession()) {
      String value = pending.get(param);
      boolean same =
          value == null
              || switch (param) {
                case STRENGTH -> false;
                case STEPS -> value.equals(Integer.toString(remaining));
                default -> with(now, param, value).equals(now);
              };
      if (!same) {
        changes.put(param, value);
      }
    }
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
