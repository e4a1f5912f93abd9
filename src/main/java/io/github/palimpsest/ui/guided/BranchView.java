package io.github.palimpsest.ui.guided;

import io.github.palimpsest.session.SessionState;

/**
 * A branch as shown.
 *
 * @param name title of its step stack
 * @param of name of its origin, or null
 * @param at the step at which it left its origin
 * @param step steps done
 * @param steps steps of its run
 * @param state whether it is open
 */
public record BranchView(String name, String of, int at, int step, int steps, SessionState state) {
  /** Whether its session goes on. */
  public boolean open() {
    return state == SessionState.OPEN;
  }
}
