package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.TimeLeft;
import io.github.palimpsest.record.PixelDiff;
import io.github.palimpsest.record.SessionAction;
import io.github.palimpsest.record.SessionAction.Inject;
import io.github.palimpsest.record.SessionAction.Rewind;
import io.github.palimpsest.record.SessionAction.SetValue;
import io.github.palimpsest.record.SessionAction.Step;
import io.github.palimpsest.record.SessionPart;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.EnumSet;
import java.util.Set;

/**
 * The one way in which actions reach a run: for the first time, in a replay and when a saved stack
 * is continued. One at a time, each within the life of its session, and logged.
 */
final class ActionExecutor {
  /** Keys that read mask and regions anew. */
  private static final Set<Param> MASK = EnumSet.of(Param.MASK, Param.GROW, Param.FEATHER);

  /** How far networks on other computers, or rewritten, may be off, as a share of the range. */
  private static final double ROUNDING = 1e-4;

  private final GuidedRun run;
  private final SessionLifecycle life;
  private final ActionHistory log;
  private final Monitor monitor;
  private final TimeLeft left = new TimeLeft();
  private final StepWork work;
  private boolean stepping;

  /** The step up to which a run of before is only done again. */
  private int again;

  ActionExecutor(GuidedRun run, SessionLifecycle life, ActionHistory log, Monitor monitor) {
    this.run = run;
    this.life = life;
    this.log = log;
    this.monitor = monitor;
    work = new StepWork(run, monitor);
  }

  /** Up to step k, what was done before is only done again; a user is told so. */
  void again(int k) {
    again = k;
  }

  /** Writes into the stacks what it takes to go on from them. */
  void stamp() {
    run.stacks().stamp(log.start(), log.path());
  }

  /** Does an action of a log. */
  void redo(SessionAction action) {
    if (action instanceof Step step) {
      step(step.n());
    } else {
      act(action);
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
        tell();
      }
      run.stacks().show();
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
        log.add(new Step(done), before);
        stamp();
      }
      life.leave();
    }
  }

  private void tell() {
    int k = run.step();
    if (k <= again) {
      monitor.status("Diffusion: doing step " + k + " of " + again + " again");
      monitor.progress((double) k / run.steps());
    } else {
      monitor.stepped(k, run.steps(), left.words(run.steps() - k));
    }
  }

  private boolean advance() {
    life.throwIfStopped();
    left.begin();
    work.begin();
    boolean went = run.advance();
    left.step();
    life.throwIfStopped();
    return went;
  }

  /** Does anything but steps. */
  void act(SessionAction action) {
    life.enter();
    try {
      if (stepping && action instanceof Rewind) {
        throw new BadInput("A hook cannot go back while a step runs: do it after the step.");
      }
      int at = run.step();
      log.add(apply(action), at);
      stamp();
    } finally {
      life.leave();
    }
  }

  /**
   * Does an action, for the first time or again.
   *
   * @return the action with what makes it the same when done again, such as the mask read
   */
  private SessionAction apply(SessionAction action) {
    if (action instanceof SetValue set) {
      return set(set);
    }
    if (action instanceof Rewind rewind) {
      run.rewind(rewind.to());
    } else if (action instanceof Inject inject) {
      inject(inject);
    }
    return action;
  }

  private SetValue set(SetValue action) {
    Param param = action.param();
    Request now = run.request();
    Request next =
        param.isAuto(action.value()) ? now.without(param) : now.with(param, action.value());
    if (MASK.contains(param)) {
      return run.mask(next, action);
    }
    if (param == Param.CONTROL) {
      return run.control(next, action);
    }
    switch (param.scope()) {
      case LIVE -> run.set(next);
      case REST -> setRest(param, next);
      case RUN ->
          throw BadInput.of(
              "%s cannot change in a session: cancel it and start again with %s=%s.",
              param.key(), param.key(), action.value());
    }
    return action;
  }

  private void setRest(Param param, Request next) {
    int remaining = run.steps() - run.step();
    switch (param) {
      case STRENGTH -> run.renoise(next);
      // the steps that remain are all run, whatever share of a whole run they are
      case STEPS ->
          run.switchScheduler(next.without(Param.STRENGTH), next.integer(Param.STEPS, remaining));
      default -> run.switchScheduler(next, remaining);
    }
  }

  private void inject(Inject action) {
    double weight = action.weight();
    if (weight > 0 && action.steps() != null) {
      Rectangle frame = run.stacks().frame();
      float[][] difference =
          action.steps().over(frame.width, frame.height, run.stacks().channels(), "steps");
      run.edit(difference, weight, action.horizon());
    }
    if (weight > 0 && action.latents() != null) {
      PixelDiff diff = action.latents();
      float[][] difference =
          diff.over(
              run.sampler().latentWidth(),
              run.sampler().latentHeight(),
              run.sampler().latentChannels(),
              "latents");
      run.editLatents(difference, weight);
    }
    run.stacks().refresh();
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
        act(new Rewind(shown.step()));
      }
      act(new Inject(weight, within(horizon), shown.steps(), shown.latents()));
      return true;
    } finally {
      life.leave();
    }
  }

  private int within(int horizon) {
    return Math.min(run.steps() - run.step(), horizon);
  }

  /**
   * Takes in a picture of the present frame, as a step stack of before shows it, that was painted
   * on. The networks may round otherwise here than where it was made.
   */
  void inject(float[][] frame, double weight, int horizon) {
    ImagePlus stack = run.stacks().stepStack();
    float[][] written = run.stacks().shown(run.step());
    float[][] shown = run.stacks().raw(frame, written);
    float[] rounding = new float[written.length];
    for (int c = 0; c < rounding.length; c++) {
      IntensityRange range = run.input().ranges().get(c);
      rounding[c] = (float) (ROUNDING * (range.max() - range.min()));
    }
    PixelDiff patch =
        PixelDiff.beyond(rounding, shown, written, stack.getWidth(), stack.getHeight());
    if (patch != null) {
      act(new Inject(weight, within(horizon), patch, null));
    }
  }

  /** Takes in x as it was painted on. */
  void injectLatents(float[][] x, double weight) {
    PixelDiff patch =
        PixelDiff.of(
            x,
            run.sampler().latents(run.step()),
            run.sampler().latentWidth(),
            x[0].length / run.sampler().latentWidth());
    act(new Inject(weight, 0, null, patch));
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
      Outcome outcome = run.finish(new SessionPart(log.log(), log.edits(), tree.branches(), name));
      life.end(SessionState.FINISHED);
      return outcome;
    } finally {
      life.leave();
    }
  }
}
