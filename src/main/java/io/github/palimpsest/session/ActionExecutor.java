package io.github.palimpsest.session;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.inpaint.GuidedRun;
import io.github.palimpsest.inpaint.Monitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.TimeLeft;
import io.github.palimpsest.record.PixelDiff;

/** Does actions on a run one at a time, each within the life of its session, and logs them. */
final class ActionExecutor {
  private final GuidedRun run;
  private final SessionLifecycle life;
  private final SessionLog log;
  private final Monitor monitor;
  private final TimeLeft left = new TimeLeft();
  private boolean stepping;

  ActionExecutor(GuidedRun run, SessionLifecycle life, SessionLog log, Monitor monitor) {
    this.run = run;
    this.life = life;
    this.log = log;
    this.monitor = monitor;
    stamp();
  }

  void stamp() {
    run.stamp(log.start(), log.path());
  }

  /** Does an action of a log. */
  void redo(JsonObject action) {
    if (Actions.name(action).equals("step")) {
      step(Actions.fields(action).whole("n", 0, Integer.MAX_VALUE));
    } else {
      act(action.deepCopy());
    }
  }

  /** See {@link Session#step}. */
  int step(int n) {
    if (n < 0) {
      throw BadInput.of("step (%d) must be 0 or more.", n);
    }
    life.enter();
    int before = run.step();
    try {
      stepping = true;
      life.stepping(true);
      monitor.onCancel(monitor.stopEnds() ? life::stop : life::halt);
      for (int i = 0; i < n && advance(); i++) {
        String rest = left.words(run.steps() - run.step());
        monitor.stepped(run.step(), run.steps(), rest);
      }
      run.show();
      return run.step() - before;
    } catch (Cancelled e) {
      if (!life.halted()) {
        life.stop();
      }
      throw e;
    } finally {
      stepping = false;
      life.stepping(false);
      int done = run.step() - before;
      if (done > 0) {
        log.add(Actions.step(done), before);
        stamp();
      }
      life.leave();
    }
  }

  private boolean advance() {
    life.throwIfStopped();
    left.begin();
    boolean went = run.advance();
    left.step();
    life.throwIfStopped();
    return went;
  }

  /** Does anything but steps. */
  void act(JsonObject action) {
    life.enter();
    try {
      if (stepping && Actions.name(action).equals("rewind")) {
        throw new BadInput("A hook cannot go back while a step runs: do it after the step.");
      }
      int at = run.step();
      Actions.apply(action, run);
      log.add(action, at);
      stamp();
    } finally {
      life.leave();
    }
  }

  /** See {@link Session#inject(double, int)}. */
  boolean inject(double weight, int horizon) {
    if (!(weight >= 0 && weight <= 1)) {
      throw BadInput.of("weight (%s) must lie between 0 and 1.", weight);
    }
    if (horizon < 0) {
      throw BadInput.of("horizon (%d) must be 0 or more steps.", horizon);
    }
    life.enter();
    try {
      PaintedFrame shown = PaintedFrame.of(run);
      if (shown == null) {
        return false;
      }
      PaintedFrame.settle(run);
      if (shown.step() < run.step()) {
        act(Actions.rewind(shown.step()));
      }
      act(Actions.inject(weight, within(horizon), shown.steps(), shown.latents()));
      return true;
    } finally {
      life.leave();
    }
  }

  private int within(int horizon) {
    return Math.min(run.steps() - run.step(), horizon);
  }

  /** Takes in a picture of the present frame, as the step stack shows it, that was painted on. */
  void inject(float[][] frame, double weight, int horizon) {
    ImagePlus stack = run.stepStack();
    float[][] written = run.shown(run.step());
    PixelDiff patch =
        PixelDiff.of(run.raw(frame, written), written, stack.getWidth(), stack.getHeight());
    act(Actions.inject(weight, within(horizon), patch, null));
  }

  /** Takes in x as it was painted on. */
  void injectLatents(float[][] x, double weight) {
    PixelDiff patch =
        PixelDiff.of(
            x, run.latents(run.step()), run.latentWidth(), x[0].length / run.latentWidth());
    act(Actions.inject(weight, 0, null, patch));
  }

  /**
   * Does the steps that remain, writes the result and ends the session.
   *
   * @param name of this branch
   * @param tree all of them
   */
  Outcome finish(String name, BranchTree tree) {
    life.enter();
    try (InPlaceEdit.Held held = run.hold()) {
      step(run.steps() - run.step());
      JsonObject extra = new JsonObject();
      extra.add("session", log.toJson());
      extra.add("edits", log.edits());
      extra.add("branches", tree.toJson());
      extra.addProperty("branch", name);
      Outcome outcome = run.finish(extra);
      life.end(SessionState.FINISHED);
      return outcome;
    } finally {
      life.leave();
    }
  }
}
