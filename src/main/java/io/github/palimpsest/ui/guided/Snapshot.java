package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.session.SessionState;
import io.github.palimpsest.stack.PaintSummary;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of a {@link GuidedPresenter} at one moment, all that a view shows. Immutable.
 *
 * @param state where the presenter is
 * @param branch name of the branch acted on, or empty
 * @param step steps done
 * @param steps steps of the whole run; 0 before it begins
 * @param sigma noise level of the state shown, or NaN
 * @param timestep the model's own time of the state shown, or NaN
 * @param pace how fast it goes
 * @param frame the frame shown in the step stack, from 1; 0 without one
 * @param paint what was painted on that frame, or null
 * @param weight of what is painted, 0 to 1
 * @param horizon for how many steps it is held; the largest integer for all
 * @param next what will be taken in when the run goes on, in words, without the paint
 * @param values what the controls are to show, by key
 * @param can actions that can be done now
 * @param branches all branches, in the order in which they were made
 * @param model defaults and abilities of the model, or null while it is not read
 * @param message one sentence, or empty
 * @param wrong whether the message says that something could not be done
 * @param closed whether the image has been closed; an open session goes on without it
 * @param kept whether there are frames or paint that discarding would take away
 * @param seen whether the image or a stack of an open branch is shown
 * @param gone whether the image has been closed and no session is open
 * @param frames those of the branch acted on
 * @param version how often a value had been set, see {@link GuidedPresenter#version}
 */
public record Snapshot(
    State state,
    String branch,
    int step,
    int steps,
    double sigma,
    double timestep,
    Pace pace,
    int frame,
    PaintSummary paint,
    double weight,
    int horizon,
    List<String> next,
    Map<Param, String> values,
    Set<Action> can,
    List<BranchRow> branches,
    ModelDefaults model,
    String message,
    boolean wrong,
    boolean closed,
    boolean kept,
    boolean seen,
    boolean gone,
    Frames frames,
    long version) {

  /** State of a {@link GuidedPresenter}. */
  public enum State {
    /** No session has begun. */
    IDLE,
    /** The model is at work. */
    RUNNING,
    /** A session waits for its user. */
    PAUSED,
    /** The last session has been finished or stopped; another may begin. */
    ENDED
  }

  /** An action of the user on a guided session. */
  public enum Action {
    /** Go on from the frame shown, to the end or until paused. */
    RUN,
    /** Halt after the step that runs. */
    PAUSE,
    /** One step from the frame shown. */
    STEP,
    /** One step back from the frame shown. */
    BACK,
    /** Go on from the frame shown in a stack of its own. */
    BRANCH,
    /** Do what remains and make the result. */
    FINISH,
    /** Stop the step that runs; those that are done stay. */
    STOP,
    /** Show stacks that were closed, or turned into something else, again. */
    SHOW,
    /** End everything and close its stacks; the image is as it was. */
    DISCARD
  }

  /**
   * A branch as shown.
   *
   * @param name title of its step stack
   * @param of name of its origin, or null
   * @param at the step at which it left its origin
   * @param step steps done
   * @param steps steps of its run
   * @param state whether it is open
   * @param picture its newest frame in small, or null
   */
  public record BranchRow(
      String name,
      String of,
      int at,
      int step,
      int steps,
      SessionState state,
      BufferedImage picture) {
    /** Whether its session goes on. */
    public boolean open() {
      return state == SessionState.OPEN;
    }
  }

  /**
   * Frames of a step stack in small.
   *
   * @param all of the states reached, the start first
   * @param unit in which changes are given; empty for grey values
   */
  public record Frames(List<StepFrame> all, String unit) {
    /** No frame. */
    public static final Frames NONE = new Frames(List.of(), "");
  }

  /**
   * Defaults and abilities of a model.
   *
   * @param steps its number of steps
   * @param guidance its guidance scale
   * @param guided whether guidance above 1 acts
   * @param controlled whether it has control nets
   * @param scheduler the one it takes where none is named
   * @param words that it knows, those of the image's examples among them
   */
  public record ModelDefaults(
      int steps,
      double guidance,
      boolean guided,
      boolean controlled,
      String scheduler,
      WordCheck words) {
    static ModelDefaults of(Model model, ImagePlus image) {
      return new ModelDefaults(
          model.defaultSteps(),
          model.defaultGuidance(),
          model.supportsGuidance(),
          !model.controlNets().isEmpty(),
          model.defaultScheduler(),
          WordCheck.of(model, image));
    }
  }

  /** The same within a step, of which nothing else can be asked. */
  Snapshot during(Pace otherPace, String words, boolean complaint) {
    return new Snapshot(
        state, branch, step, steps, sigma, timestep, otherPace, frame, paint, weight, horizon, next,
        values, can, branches, model, words, complaint, closed, kept, seen, gone, frames, version);
  }

  /** Whether a session is open. */
  public boolean open() {
    return state == State.RUNNING || state == State.PAUSED;
  }
}
