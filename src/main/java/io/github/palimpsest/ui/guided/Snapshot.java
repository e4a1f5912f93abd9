package io.github.palimpsest.ui.guided;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.session.Paint;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a view shows of a {@link GuidedPresenter}, at one moment. Immutable.
 *
 * @param state where the guide is
 * @param branch name of the branch acted on, or empty
 * @param step steps done
 * @param steps steps of the whole run; 0 before it begins
 * @param sigma noise level of the state, or NaN
 * @param seconds what the last step took, or NaN
 * @param frame the frame shown in the step stack, from 1; 0 without one
 * @param paint what was painted on it, or null
 * @param next what will be taken in when the run goes on, in words
 * @param values what the controls are to show, by key
 * @param can what can be done now
 * @param branches all branches, in the order in which they were made
 * @param facts the model, or null while it is not known
 * @param message one sentence, or empty
 * @param wrong whether the message says that something could not be done
 * @param closed whether the image has been closed; an open session goes on without it
 * @param kept whether there are frames or paint that discarding would take away
 * @param seen whether the image or a stack of an open branch is shown
 * @param gone whether the image has been closed and nothing is left to be guided
 * @param version how often a value had been set, see {@link GuidedPresenter#version}
 */
public record Snapshot(
    GuidedState state,
    String branch,
    int step,
    int steps,
    double sigma,
    double seconds,
    int frame,
    Paint paint,
    List<String> next,
    Map<Param, String> values,
    Set<GuidedAction> can,
    List<BranchView> branches,
    ModelDefaults facts,
    String message,
    boolean wrong,
    boolean closed,
    boolean kept,
    boolean seen,
    boolean gone,
    long version) {
  /** Whether a session is open. */
  public boolean open() {
    return state == GuidedState.RUNNING || state == GuidedState.PAUSED;
  }
}
