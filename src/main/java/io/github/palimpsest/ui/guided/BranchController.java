package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Monitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Paint;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import io.github.palimpsest.stack.FrameChecksum;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The branches of a guide and what is to happen to them; for the guide's thread alone. */
final class BranchController {
  private final ImagePlus image;
  private final PendingSettings wishes;
  private final ChangeCollector intake;
  private final SnapshotBuilder survey;
  private final EstimateOverlay preview;
  private final List<Branch> branches = new CopyOnWriteArrayList<>();
  private volatile Branch now;
  private ModelDefaults facts;
  private MacroStart start;
  private double seconds = Double.NaN;
  private volatile Message message = Message.NONE;
  private boolean begun;

  /** Whether a step was done since the session began. */
  private boolean worked;

  BranchController(ImagePlus image, PendingSettings wishes) {
    this.image = image;
    this.wishes = wishes;
    intake = new ChangeCollector(image, wishes);
    survey = new SnapshotBuilder(image, wishes, intake);
    preview = new EstimateOverlay(image);
  }

  void facts(String model) {
    facts = null;
    facts = ModelDefaults.of(model);
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

  /** Whether an image is a stack of an open branch; from any thread. */
  boolean acting(ImagePlus stack) {
    return branches.stream().anyMatch(b -> b.shows(stack) && b.open());
  }

  /** ImageJ asks before it closes a stack of an open branch. */
  void markUnsaved() {
    branches.stream().filter(Branch::open).forEach(Branch::markUnsaved);
  }

  /** Acts on the branch of a stack from now on. */
  void choose(ImagePlus stack) {
    branches.stream()
        .filter(b -> b.shows(stack) && b.open() && b != now)
        .findFirst()
        .ifPresent(b -> select(b.session().name()));
  }

  void start(Monitor monitor) {
    preview.clear();
    Request request = wishes.start();
    Session session;
    try {
      start = MacroStart.of(image, request);
      session = Session.start(image, request, monitor);
    } catch (RuntimeException | Error e) {
      wishes.end();
      throw e;
    }
    worked = false;
    branches.clear();
    now = Branch.root(session);
    branches.add(now);
    begun = true;
    seconds = Double.NaN;
    say("");
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
    intake.take(now, paint, weight, horizon);
  }

  /** What is painted on the frames shown, or null. */
  Paint paint() {
    needed().showNewest();
    return needed().session().paint();
  }

  /** Takes in the values that were set since the step before. */
  void takeSet() {
    Branch branch = needed();
    if (intake.reads(branch.session())) {
      preview.clear();
    }
    intake.takeSet(branch, this::complain);
  }

  void took(double time) {
    seconds = time;
    worked = true;
  }

  /** Shows stacks that were closed, or turned into something else, again. */
  void show() {
    branches.stream().filter(Branch::open).forEach(b -> b.session().showStacks());
    say("");
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
    now = origin.left(twin, k, before);
    branches.add(now);
    copy(session.stepStack(), twin.stepStack(), k);
    copy(session.latentsStack(), twin.latentsStack(), k);
    say("Now on " + twin.name() + ", left from " + session.name() + " after step " + k + ".");
  }

  /** What is painted on the frame comes along. */
  private static void copy(ImagePlus from, ImagePlus to, int k) {
    if (from == null || to == null) {
      return;
    }
    float[][] painted = FrameChecksum.pixels(from, 0, k);
    float[][] own = FrameChecksum.pixels(to, 0, k);
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
    try {
      Outcome outcome = session.finish();
      say("Accepted: " + outcome.result().getTitle() + ".");
      return outcome;
    } finally {
      if (session.state() != SessionState.OPEN) {
        another();
      }
    }
  }

  /** The step that ran was stopped, and what was done stays; a session that did nothing ends. */
  void stopped() {
    if (open() && (worked || branches.size() > 1 || now.paint() != null)) {
      Session session = now.session();
      say("Stopped after step " + session.step() + " of " + session.steps() + ": Run goes on.");
    } else {
      end();
      say("Stopped. The image is as it was.");
    }
  }

  /** Ends everything by its user's wish. */
  void discard() {
    end();
    say("Discarded. The image is as it was.");
  }

  private void end() {
    preview.clear();
    branches.forEach(b -> b.session().cancel());
    wishes.end();
    now = null;
  }

  /** A window of the image or of a stack was closed; nothing ends by that. */
  void closed(ImagePlus which) {
    if (which == image && open()) {
      boolean replaces = wishes.later().text(Param.OUTPUT).equals("Replace");
      note(
          image.getTitle()
              + " was closed. Its session goes on; "
              + (replaces ? "set output=New before Finish." : "Finish makes a new image."));
    } else if (acting(which)) {
      note(which.getTitle() + " was closed, its frames are kept: Show stacks opens it again.");
    }
  }

  /** Says what happened by itself, unless a sentence about the user's own action still stands. */
  private void note(String words) {
    if (!message.wrong()) {
      say(words);
    }
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
    if (next == null) {
      wishes.end();
    } else {
      say(message.words() + " Now on " + next.session().name() + ".");
    }
  }

  List<String> lines() {
    return MacroLines.of(start, needed());
  }

  void say(String words) {
    message = new Message(words.trim(), false);
  }

  void complain(String sentence) {
    message = new Message(sentence, !sentence.isEmpty());
  }

  /** The state while no action is done. */
  GuidedState resting() {
    return open() ? GuidedState.PAUSED : begun ? GuidedState.ENDED : GuidedState.IDLE;
  }

  /**
   * Where things are.
   *
   * @param closed whether the image was closed
   * @param gone whether nothing is left to be guided
   */
  Snapshot snapshot(GuidedState state, boolean closed, boolean gone) {
    return survey.of(state, now, branches, facts, seconds, message, closed, worked, gone);
  }
}
