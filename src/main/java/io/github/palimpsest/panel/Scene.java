package io.github.palimpsest.panel;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.job.Monitor;
import io.github.palimpsest.job.Outcome;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Paint;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.stack.FrameMark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The branches of a guide and what is to happen to them; for the guide's thread alone. */
final class Scene {
  private static final Set<Param> LENGTH = EnumSet.of(Param.STEPS, Param.STRENGTH, Param.SCHEDULER);

  private final ImagePlus image;
  private final Wishes wishes;
  private final Watch watch;
  private final Preview preview;
  private final List<Branch> branches = new CopyOnWriteArrayList<>();
  private volatile Branch now;
  private Facts facts;
  private MacroStart start;
  private double seconds = Double.NaN;
  private String message = "";
  private boolean wrong;
  private String hint = "";
  private boolean begun;

  Scene(ImagePlus image, Wishes wishes) {
    this.image = image;
    this.wishes = wishes;
    watch = new Watch(image);
    preview = new Preview(image);
  }

  void facts(String model) {
    facts = null;
    facts = Facts.of(model);
    say("");
  }

  boolean open() {
    return now != null && now.open();
  }

  Branch needed() {
    if (!open()) {
      throw new BadInput("There is no open session: press Run to begin one.");
    }
    return now;
  }

  /** Whether a stack is the step stack of an open branch; from any thread. */
  boolean acting(ImagePlus stack) {
    return branches.stream().anyMatch(b -> b.session().stepStack() == stack && b.open());
  }

  void start(Monitor monitor) {
    preview.clear();
    Request request = wishes.start();
    start = MacroStart.of(image, request);
    Session session = Session.start(image, request, monitor);
    branches.clear();
    now = new Branch(session, null, 0, 0);
    branches.add(now);
    begun = true;
    seconds = Double.NaN;
    watched(session);
    say("");
  }

  private void watched(Session session) {
    watch.read(session.request().text(Param.MASK), session.request().text(Param.CONTROL));
  }

  /**
   * Takes in what was painted, moved, drawn and set.
   *
   * @param fromShown whether an earlier frame that is shown is gone back to
   */
  void takeIn(double weight, int horizon, boolean fromShown) {
    Session session = needed().session();
    now.showNewest();
    Paint paint = session.paint();
    int k = paint != null ? paint.step() : fromShown ? now.shown() : session.step();
    if (k < session.step()) {
      session.rewind(k);
    }
    preview.clear();
    Map<Param, String> changes = changes(session);
    for (Param param : new Param[] {Param.MASK, Param.FEATHER}) {
      if (changes.containsKey(param)) {
        take(session, param, changes.remove(param));
        watched(session);
      }
    }
    boolean controls = mapsChanged(session) && !changes.containsKey(Param.CONTROL);
    if (maskMoved(session)) {
      session.set("mask", session.request().text(Param.MASK));
    }
    if (paint != null) {
      session.inject(weight, horizon);
    }
    if (controls) {
      session.set("control", session.request().text(Param.CONTROL));
    }
    watched(session);
    changes.forEach((param, value) -> take(session, param, value));
  }

  private void take(Session session, Param param, String value) {
    // a value that is refused is not tried again
    wishes.taken(param);
    session.set(param.key(), value);
  }

  private Map<Param, String> changes(Session session) {
    return wishes.changes(session.request(), session.steps() - session.step());
  }

  private boolean maskMoved(Session session) {
    String mask = session.request().text(Param.MASK);
    boolean deselected = mask.equalsIgnoreCase("Selection") && image.getRoi() == null;
    return !deselected && watch.roisChanged(mask);
  }

  private boolean mapsChanged(Session session) {
    String control = session.request().text(Param.CONTROL);
    return !control.isEmpty()
        && (watch.mapsChanged(control)
            || watch.roisChanged(session.request().text(Param.MASK)) && maskMoved(session));
  }

  Paint paint() {
    return needed().session().paint();
  }

  void took(double time) {
    seconds = time;
  }

  void preview(int n) {
    if (n == 0) {
      preview.clear();
    } else if (open()) {
      picture();
    }
  }

  void picture() {
    preview.show(now.session().stepStack(), now.session().frame());
  }

  void branch() {
    Branch origin = needed();
    origin.showNewest();
    Session session = origin.session();
    Paint paint = session.paint();
    int k = paint != null ? paint.step() : origin.shown();
    int before = session.log().getAsJsonArray("actions").size();
    Session twin = session.branch(k);
    copy(session.stepStack(), twin.stepStack(), k);
    copy(session.latentsStack(), twin.latentsStack(), k);
    now = new Branch(twin, origin, k, before);
    branches.add(now);
    say("Now on " + twin.name() + ", left from " + session.name() + " after step " + k + ".");
  }

  /** What is painted on the frame comes along. */
  private static void copy(ImagePlus from, ImagePlus to, int k) {
    if (from == null || to == null) {
      return;
    }
    float[][] painted = FrameMark.pixels(from, 0, k);
    float[][] own = FrameMark.pixels(to, 0, k);
    for (int c = 0; c < own.length; c++) {
      System.arraycopy(painted[c], 0, own[c], 0, own[c].length);
    }
    to.updateAndDraw();
  }

  void select(String name) {
    for (Branch b : branches) {
      if (b.session().name().equals(name) && b.open()) {
        now = b;
        say("Now on " + name + ".");
        return;
      }
    }
    throw BadInput.of("The branch %s has ended: choose one that is open.", name);
  }

  Outcome finish() {
    Session session = needed().session();
    preview.clear();
    boolean writes = session.request().text(Param.OUTPUT).equals("Replace");
    if (writes && !image.lockSilently()) {
      throw BadInput.of(
          "The image (%s) must not be in use by another command; wait until that has ended.",
          image.getTitle());
    }
    try {
      Outcome outcome = session.finish();
      say("Accepted: " + outcome.result().getTitle() + ".");
      return outcome;
    } finally {
      if (writes) {
        image.unlock();
      }
      another();
    }
  }

  /** Ends everything. */
  void cancel() {
    preview.clear();
    branches.forEach(b -> b.session().cancel());
    now = null;
  }

  /** The step stack of a branch was closed. */
  void discard(ImagePlus stack) {
    for (Branch b : branches) {
      if (b.session().stepStack() == stack && b.open()) {
        b.session().cancel();
        say(b.session().name() + " was closed. The image is as it was.");
      }
    }
    tidy();
  }

  /** After something went wrong: a session that it has ended is left. */
  void tidy() {
    if (now != null && !now.open()) {
      preview.clear();
      another();
    }
  }

  /** Goes on with the newest branch that is open. */
  private void another() {
    wishes.clear();
    Branch next = null;
    for (Branch b : branches) {
      next = b.open() ? b : next;
    }
    now = next;
    if (next != null) {
      say(message + " Now on " + next.session().name() + ".");
    }
  }

  List<String> lines() {
    return MacroLines.of(start, needed());
  }

  void say(String words) {
    message = words.trim();
    wrong = false;
  }

  void status(String words) {
    if (!words.startsWith("Diffusion: step")) {
      say(words);
    }
  }

  void complain(String sentence) {
    message = sentence;
    wrong = true;
  }

  /** The state while no action is done. */
  GuideState resting() {
    return open() ? GuideState.PAUSED : begun ? GuideState.ENDED : GuideState.IDLE;
  }

  Snapshot snapshot(GuideState state, boolean gone) {
    Branch shown = now;
    boolean open = shown != null && shown.open();
    Session session = open ? shown.session() : null;
    Paint paint = open && state == GuideState.PAUSED ? shown.paint() : null;
    Map<Param, String> changes = open ? changes(session) : Map.of();
    int frame = open ? shown.frame() : 0;
    hint = open || gone ? "" : Hints.of(image, wishes.later());
    String said = message.isEmpty() ? hint : message;
    return new Snapshot(
        state,
        open ? session.name() : "",
        open ? session.step() : 0,
        open ? session.steps() : 0,
        open ? session.sigma(shown.shown()) : Double.NaN,
        seconds,
        frame,
        paint,
        open ? next(session, changes) : List.of(),
        values(session, changes),
        gone ? EnumSet.noneOf(Act.class) : can(state, paint, changes),
        branches.stream().map(Branch::view).toList(),
        facts,
        said,
        wrong,
        gone);
  }

  private Set<Act> can(GuideState state, Paint paint, Map<Param, String> changes) {
    if (state == GuideState.RUNNING) {
      return EnumSet.of(Act.PAUSE, Act.STOP);
    }
    if (state != GuideState.PAUSED) {
      boolean ready = facts != null && hint.isEmpty();
      return ready ? EnumSet.of(Act.RUN, Act.STEP) : EnumSet.noneOf(Act.class);
    }
    Set<Act> can = EnumSet.of(Act.BRANCH, Act.FINISH, Act.STOP);
    Session session = now.session();
    boolean more = changes.keySet().stream().anyMatch(LENGTH::contains);
    if (session.step() < session.steps() || now.shown() < session.step() || paint != null || more) {
      can.add(Act.RUN);
      can.add(Act.STEP);
    }
    if (now.shown() > 0) {
      can.add(Act.BACK);
    }
    return can;
  }

  private List<String> next(Session session, Map<Param, String> changes) {
    List<String> words = new ArrayList<>();
    if (maskMoved(session)) {
      words.add("mask and regions moved");
    }
    if (mapsChanged(session)) {
      words.add("control map drawn on");
    }
    changes.forEach(
        (param, value) ->
            words.add(
                switch (param) {
                  case STRENGTH -> "noise again at strength " + value;
                  case STEPS -> value + " more steps";
                  default -> param.key() + " " + (value.isBlank() ? "(none)" : value);
                }));
    return words;
  }

  private Map<Param, String> values(Session session, Map<Param, String> changes) {
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
