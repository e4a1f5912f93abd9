package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.EventThread;
import io.github.palimpsest.image.ImageEvents;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.preview.PreviewPicture;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import io.github.palimpsest.stack.PaintSummary;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The branches of a guided run, the one acted on, and the sentence for the user. For the
 * presenter's thread, except where a method says otherwise.
 */
final class BranchController {
  private final ImagePlus image;
  private final PendingSettings settings;
  private final ImageEvents events;
  private final PreviewPicture picture;
  private final List<Branch> branches = new CopyOnWriteArrayList<>();
  private volatile Branch now;
  private List<String> start;
  private boolean begun;
  private boolean worked;

  private volatile Message message = new Message("", false);

  /**
   * A sentence for the user, or an empty one.
   *
   * @param wrong whether it says that something could not be done
   */
  record Message(String words, boolean wrong) {}

  BranchController(ImagePlus image, PendingSettings settings, ImageEvents events) {
    this.image = image;
    this.settings = settings;
    this.events = events;
    picture = new PreviewPicture(image, action -> EventThread.run(image, action));
  }

  /** The branch acted on, or null. */
  Branch now() {
    return now;
  }

  /** All branches, in the order in which they were made. */
  List<Branch> all() {
    return branches;
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
        .ifPresent(b -> select(b.name()));
  }

  void start(Monitor monitor) {
    picture.clear();
    Request request = settings.start();
    Session session;
    try {
      start = MacroLines.start(image, request);
      session = Session.start(image, request, monitor);
    } catch (RuntimeException | Error e) {
      settings.end();
      throw e;
    }
    worked = false;
    branches.clear();
    now = Branch.root(session, events);
    branches.add(now);
    begun = true;
    say("");
  }

  /** The paint on the frames shown, or null; an earlier frame is shown for one to come. */
  PaintSummary paint() {
    needed().showNewest();
    return needed().session().paint();
  }

  /** A step was done. */
  void stepped() {
    worked = true;
  }

  /** An action has ended, which may have drawn on frames or read images. */
  void acted() {
    branches.forEach(b -> b.inputs().forget());
  }

  /** Shows stacks that were closed, or turned into something else, again. */
  void show() {
    branches.stream().filter(Branch::open).forEach(b -> b.session().showStacks());
    say("");
  }

  /** Lays the frame shown over the image, or takes it away. */
  void preview(boolean on) {
    if (!on) {
      picture.clear();
    } else if (open()) {
      ImageRoi frame = now.picture();
      picture.show(() -> frame);
    }
  }

  /** Goes back by one step from the frame shown. */
  void back() {
    Branch branch = needed();
    branch.session().rewind(Math.max(0, branch.shown() - 1));
    say("");
  }

  /** Leaves the branch acted on, with what is painted on the frame shown, for a new one. */
  void branch() {
    Branch origin = needed();
    origin.showNewest();
    PaintSummary paint = origin.session().paint();
    int k = paint != null ? paint.step() : origin.shown();
    now = origin.leave(k);
    branches.add(now);
    say("Now on " + now.name() + ", left from " + origin.name() + " after step " + k + ".");
  }

  void select(String name) {
    now = open(name);
    say("Now on " + name + ".");
  }

  private Branch open(String name) {
    return branches.stream()
        .filter(b -> b.name().equals(name) && b.open())
        .findFirst()
        .orElseThrow(() -> BadInput.of("The branch %s has ended: choose one that is open.", name));
  }

  /**
   * Makes the result.
   *
   * @param shows takes it, and may give it another title
   */
  void finish(Consumer<Outcome> shows) {
    Session session = needed().session();
    picture.clear();
    try {
      Outcome outcome = session.finish();
      shows.accept(outcome);
      String stays = ". Its stack " + session.name() + " stays, to continue or close.";
      say("Accepted: " + outcome.result().getTitle() + stays);
    } finally {
      if (session.state() != SessionState.OPEN) {
        another();
      }
    }
  }

  /** It was halted between two steps. */
  void paused() {
    Session session = now.session();
    if (!message.wrong()) {
      say(session.step() < session.steps() ? "Paused" + where(session) : "");
    }
  }

  private static String where(Session session) {
    return " after step " + session.step() + " of " + session.steps() + ": Run goes on.";
  }

  /** Ends one branch, whose stacks are closed or left to the user. */
  void end(String name, boolean kept) {
    Branch ended = open(name);
    picture.clear();
    if (kept) {
      ended.session().leave();
    } else {
      ended.session().cancel();
    }
    say(name + (kept ? " is left: Continue from Step goes on with its stack." : " is discarded."));
    if (ended == now) {
      another();
    }
  }

  /** The step that ran was stopped, and what was done stays; a session that did nothing ends. */
  void stopped() {
    if (open() && (worked || branches.size() > 1 || now.paint() != null)) {
      say("Stopped" + where(now.session()));
    } else {
      end();
      say("Stopped. The image is as it was.");
    }
  }

  /** Ends all branches because the user asked for it. */
  void discard() {
    end();
    say("Discarded. The image is as it was.");
  }

  private void end() {
    picture.clear();
    branches.forEach(b -> b.session().cancel());
    settings.end();
    now = null;
  }

  /** A window of the image or of a stack was closed; nothing ends by that. */
  void closed(ImagePlus which) {
    if (message.wrong()) {
      // a sentence about the user's own action still stands
      return;
    }
    if (which == image && open()) {
      boolean replaces = settings.later().text(Param.OUTPUT).equals("Replace");
      say(
          image.getTitle()
              + " was closed. Its session goes on; "
              + (replaces ? "set output=New before Finish." : "Finish makes a new image."));
    } else if (acting(which)) {
      say(which.getTitle() + " was closed, its frames are kept: Show stacks opens it again.");
    }
  }

  /** After something went wrong: a session that it has ended is left. */
  void tidy() {
    if (now != null && !now.open()) {
      picture.clear();
      another();
    }
  }

  /** Goes on with the newest branch that is open. */
  private void another() {
    settings.clear();
    now = branches.stream().filter(Branch::open).reduce((a, b) -> b).orElse(null);
    if (now == null) {
      settings.end();
    } else {
      say(message.words() + " Now on " + now.name() + ".");
    }
  }

  /** The macro lines that do what led to the branch acted on again. */
  List<String> lines() {
    return MacroLines.of(start, needed());
  }

  /** Sets the sentence for the user; from any thread. */
  void say(String words) {
    message = new Message(words.trim(), false);
  }

  /** Sets a sentence of what could not be done; from any thread. */
  void complain(String sentence) {
    message = new Message(sentence, !sentence.isEmpty());
  }

  Message message() {
    return message;
  }

  /** Whether a step was done since the session began. */
  boolean worked() {
    return worked;
  }

  /** The state while no action is done. */
  Snapshot.State resting() {
    return open() ? Snapshot.State.PAUSED : begun ? Snapshot.State.ENDED : Snapshot.State.IDLE;
  }
}
