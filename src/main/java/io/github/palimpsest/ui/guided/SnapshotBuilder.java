package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Paint;
import io.github.palimpsest.session.Session;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at a branch and says what a view shows of it. */
final class SnapshotBuilder {
  /** What may give a run that has ended more steps. */
  private static final Set<Param> LENGTH = EnumSet.of(Param.STEPS, Param.STRENGTH, Param.SCHEDULER);

  private final ImagePlus image;
  private final PendingSettings wishes;
  private final ChangeCollector intake;

  SnapshotBuilder(ImagePlus image, PendingSettings wishes, ChangeCollector intake) {
    this.image = image;
    this.wishes = wishes;
    this.intake = intake;
  }

  /**
   * A snapshot.
   *
   * @param now the branch acted on, or null
   * @param seconds what the last step took
   */
  Snapshot of(
      GuidedState state,
      Branch now,
      List<Branch> branches,
      ModelDefaults facts,
      double seconds,
      Message message,
      boolean closed,
      boolean worked,
      boolean gone) {
    // before the values are read: one that is set meanwhile makes this snapshot an old one
    long version = wishes.version();
    boolean open = now != null && now.open();
    Session session = open ? now.session() : null;
    Paint paint = open && state == GuidedState.PAUSED ? now.paint() : null;
    Map<Param, String> changes = open ? intake.changes(session) : Map.of();
    String hint = open || closed ? "" : StartRequirements.of(image, wishes.later());
    boolean ready = facts != null && hint.isEmpty() && !closed;
    return new Snapshot(
        state,
        open ? session.name() : "",
        open ? session.step() : 0,
        open ? session.steps() : 0,
        open ? session.sigma(now.shown()) : Double.NaN,
        seconds,
        open ? now.frame() : 0,
        paint,
        open ? intake.words(now, changes) : List.of(),
        values(facts, session, changes),
        gone ? EnumSet.noneOf(GuidedAction.class) : can(state, ready, now, paint, changes),
        branches.stream().map(Branch::view).toList(),
        facts,
        message.words().isEmpty() ? hint : message.words(),
        message.wrong(),
        closed,
        open && (worked || paint != null),
        !closed && image.isVisible() || branches.stream().anyMatch(b -> b.open() && b.seen()),
        gone,
        version);
  }

  private static Set<GuidedAction> can(
      GuidedState state, boolean ready, Branch now, Paint paint, Map<Param, String> changes) {
    if (state == GuidedState.RUNNING) {
      return EnumSet.of(GuidedAction.PAUSE, GuidedAction.STOP);
    }
    if (state != GuidedState.PAUSED) {
      return ready
          ? EnumSet.of(GuidedAction.RUN, GuidedAction.STEP)
          : EnumSet.noneOf(GuidedAction.class);
    }
    Set<GuidedAction> can =
        EnumSet.of(
            GuidedAction.BRANCH, GuidedAction.FINISH, GuidedAction.SHOW, GuidedAction.DISCARD);
    Session session = now.session();
    boolean more = changes.keySet().stream().anyMatch(LENGTH::contains);
    if (session.step() < session.steps() || now.shown() < session.step() || paint != null || more) {
      can.add(GuidedAction.RUN);
      can.add(GuidedAction.STEP);
    }
    if (now.shown() > 0) {
      can.add(GuidedAction.BACK);
    }
    return can;
  }

  private Map<Param, String> values(
      ModelDefaults facts, Session session, Map<Param, String> changes) {
    Request request = session == null ? wishes.later() : session.request();
    Map<Param, String> values = new EnumMap<>(Param.class);
    for (Param param : Param.values()) {
      request.value(param).ifPresent(v -> values.put(param, String.valueOf(v)));
    }
    if (facts != null) {
      values.putIfAbsent(Param.STEPS, Integer.toString(facts.steps()));
      values.putIfAbsent(Param.GUIDANCE, Double.toString(facts.guidance()));
    }
    if (session != null) {
      values.put(Param.STEPS, Integer.toString(session.steps() - session.step()));
    }
    values.putAll(changes);
    return Map.copyOf(values);
  }
}
