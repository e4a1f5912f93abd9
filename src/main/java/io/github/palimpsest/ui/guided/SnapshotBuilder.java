package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.stack.PaintSummary;
import io.github.palimpsest.ui.guided.Snapshot.Action;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builder of what a view shows of the branch acted on. */
final class SnapshotBuilder {
  /** Keys that may give a run that has ended more steps. */
  private static final Set<Param> LENGTH = EnumSet.of(Param.STEPS, Param.STRENGTH, Param.SCHEDULER);

  private final ImagePlus image;
  private final PendingSettings settings;
  private final ChangeCollector collector;

  SnapshotBuilder(ImagePlus image, PendingSettings settings, ChangeCollector collector) {
    this.image = image;
    this.settings = settings;
    this.collector = collector;
  }

  /**
   * A snapshot.
   *
   * @param read the model; null while it is not read
   * @param pace of the steps
   * @param closed whether the image was closed
   * @param gone whether the image was closed and no session is open
   */
  Snapshot of(
      BranchController branches,
      Model read,
      Snapshot.State state,
      Pace pace,
      boolean closed,
      boolean gone) {
    // before the values are read: one that is set meanwhile makes this snapshot an old one
    long version = settings.version();
    Snapshot.ModelDefaults model = read == null ? null : Snapshot.ModelDefaults.of(read, image);
    Branch now = branches.now();
    boolean open = now != null && now.open();
    Session session = open ? now.session() : null;
    PaintSummary paint = open && state == Snapshot.State.PAUSED ? now.paintSeen() : null;
    branches.all().stream().filter(b -> b != now).forEach(b -> b.frames(false, null));
    Snapshot.Frames frames =
        open ? frames(now, state == Snapshot.State.PAUSED, paint) : Snapshot.Frames.NONE;
    // paused, it goes on from the frame shown
    int from = open && state == Snapshot.State.PAUSED ? now.shown() : open ? session.step() : 0;
    int rest = open ? session.steps(from) - from : 0;
    Map<Param, String> changes = open ? collector.changes(session, rest) : Map.of();
    BranchController.Message message = branches.message();
    String missing = open || closed ? "" : missing();
    boolean ready = model != null && missing.isEmpty() && !closed;
    return new Snapshot(
        state,
        open ? session.name() : "",
        open ? session.step() : 0,
        open ? session.steps() : 0,
        open ? session.sigma(now.shown()) : Double.NaN,
        open ? session.timestep(now.shown()) : Double.NaN,
        pace,
        open ? now.frame() : 0,
        paint,
        settings.weight(),
        settings.horizon(),
        open ? collector.words(now, changes) : List.of(),
        values(model, session, rest, changes),
        gone ? EnumSet.noneOf(Action.class) : can(state, ready, now, paint, changes),
        branches.all().stream().map(Branch::row).toList(),
        model,
        message.words().isEmpty() ? missing : message.words(),
        message.wrong(),
        closed,
        open && (branches.worked() || paint != null),
        !closed && image.isVisible() || branches.all().stream().anyMatch(b -> b.open() && b.seen()),
        gone,
        frames,
        version);
  }

  private static Snapshot.Frames frames(Branch now, boolean paused, PaintSummary paint) {
    String unit = now.session().stepStack().getCalibration().getValueUnit();
    return new Snapshot.Frames(
        now.frames(paused, paint), unit == null || unit.equals("Gray Value") ? "" : unit);
  }

  /** One sentence that asks for what a session needs to begin; empty if nothing is missing. */
  private String missing() {
    String mask = settings.later().text(Param.MASK);
    boolean selected = image.getRoi() != null && image.getRoi().isArea();
    if (mask.equalsIgnoreCase("Selection") && !selected) {
      return "Select the part of '" + image.getTitle() + "' to repaint.";
    }
    if (mask.equalsIgnoreCase("Overlay") && image.getOverlay() == null) {
      return "Add the part to repaint to the overlay of '" + image.getTitle() + "'.";
    }
    return "";
  }

  private static Set<Action> can(
      Snapshot.State state,
      boolean ready,
      Branch now,
      PaintSummary paint,
      Map<Param, String> changes) {
    if (state == Snapshot.State.RUNNING) {
      return EnumSet.of(Action.PAUSE, Action.STOP);
    }
    if (state != Snapshot.State.PAUSED) {
      return ready ? EnumSet.of(Action.RUN, Action.STEP) : EnumSet.noneOf(Action.class);
    }
    Set<Action> can = EnumSet.of(Action.BRANCH, Action.FINISH, Action.SHOW, Action.DISCARD);
    Session session = now.session();
    boolean more = changes.keySet().stream().anyMatch(LENGTH::contains);
    if (session.step() < session.steps() || now.shown() < session.step() || paint != null || more) {
      can.add(Action.RUN);
      can.add(Action.STEP);
    }
    if (now.shown() > 0) {
      can.add(Action.BACK);
    }
    return can;
  }

  private Map<Param, String> values(
      Snapshot.ModelDefaults model, Session session, int rest, Map<Param, String> changes) {
    Request request = session == null ? settings.later() : session.request();
    Map<Param, String> values = new EnumMap<>(Param.class);
    for (Param param : Param.values()) {
      request.value(param).ifPresent(v -> values.put(param, String.valueOf(v)));
    }
    if (model != null) {
      values.putIfAbsent(Param.STEPS, Integer.toString(model.steps()));
      values.putIfAbsent(Param.GUIDANCE, Double.toString(model.guidance()));
    }
    if (session != null) {
      values.put(Param.STEPS, Integer.toString(rest));
    }
    values.putAll(changes);
    return Map.copyOf(values);
  }
}
