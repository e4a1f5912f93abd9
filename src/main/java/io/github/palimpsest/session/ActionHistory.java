package io.github.palimpsest.session;

import io.github.palimpsest.record.PathEntry;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.Inject;
import io.github.palimpsest.record.SessionAction.Rewind;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.SessionLog;
import io.github.palimpsest.request.KeyScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The actions of a session in their order, and its path: what of them still counts, each with the
 * step it was done at. Written by one thread at a time; any thread may read.
 */
final class ActionHistory {
  private final ResumeRecord start;
  private final List<SessionAction> actions = new ArrayList<>();
  private final List<PathEntry> path = new ArrayList<>();

  /**
   * An empty history.
   *
   * @param start how the run began
   */
  ActionHistory(ResumeRecord start) {
    this.start = start;
  }

  /** A history that begins with what {@code origin} has been through. */
  ActionHistory(ActionHistory origin) {
    start = origin.start;
    synchronized (origin) {
      actions.addAll(origin.actions);
      path.addAll(origin.path);
    }
  }

  /**
   * Adds an action that was done.
   *
   * @param at the step after which the run stood before it
   */
  synchronized void add(SessionAction action, int at) {
    actions.add(action);
    if (action instanceof SetValue || action instanceof Inject) {
      put(new PathEntry(action, at));
    } else if (action instanceof Rewind rewind) {
      back(rewind.to());
    }
  }

  /** A key turned twice at one step counts once. */
  private void put(PathEntry entry) {
    if (isTurned(entry)) {
      String key = ((SetValue) entry.action()).key();
      path.removeIf(
          e -> isTurned(e) && e.at() == entry.at() && ((SetValue) e.action()).key().equals(key));
    }
    path.add(entry);
  }

  /** Whether it stays in force when the run goes back before it. */
  private static boolean isTurned(PathEntry entry) {
    return entry.action() instanceof SetValue set && set.param().scope() != KeyScope.REST;
  }

  private void back(int k) {
    List<PathEntry> later = path.stream().filter(e -> e.at() > k).toList();
    path.removeAll(later);
    later.stream().filter(ActionHistory::isTurned).forEach(e -> put(new PathEntry(e.action(), k)));
  }

  /** How the run began. */
  ResumeRecord start() {
    return start;
  }

  /** What still counts, in its order; a copy. */
  synchronized List<PathEntry> path() {
    return List.copyOf(path);
  }

  /** All of it, see {@link Session#log}; a copy. */
  synchronized SessionLog log() {
    return new SessionLog(start, actions);
  }

  /** The edits that count, without their pixels. */
  synchronized List<PathEntry> edits() {
    List<PathEntry> edits = new ArrayList<>();
    for (PathEntry entry : path) {
      if (entry.action() instanceof Inject inject) {
        edits.add(new PathEntry(inject.withoutPixels(), entry.at()));
      }
    }
    return edits;
  }
}
