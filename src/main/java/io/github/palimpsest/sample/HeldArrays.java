package io.github.palimpsest.sample;

/**
 * How many arrays as large as the latent a run holds while it steps, by what acts in it: for the
 * estimate of a run's memory.
 *
 * @param forwardOnly whether the run keeps no states to go back to
 * @param known whether known pixels are put back at every step
 * @param jump steps of each return of RePaint, 0 = no returns
 * @param hooked whether hooks act
 * @param guided whether there is a negative prompt
 */
public record HeldArrays(
    boolean forwardOnly, boolean known, int jump, boolean hooked, boolean guided) {

  /** The number of arrays of a run under a scheduler. */
  public int count(Scheduler scheduler) {
    int states = forwardOnly ? Math.max(1, jump) + 1 : scheduler.steps() + 1;
    states = Math.min(states, scheduler.steps() + 1);
    states += between(scheduler) + Math.min(2, jump) + (hooked ? 1 : 0);
    boolean noise = !forwardOnly || known || hooked;
    boolean scratch = known || hooked || guided || draws(scheduler);
    // input and output of a call
    return states * scheduler.arrays() + 2 + (noise ? 1 : 0) + (scratch ? 1 : 0);
  }

  /** States held between the calls of a step. */
  static int between(Scheduler scheduler) {
    int most = 0;
    int calls = 0;
    for (int call = 0; call < scheduler.calls(); call++) {
      calls = call > 0 && scheduler.step(call) == scheduler.step(call - 1) ? calls + 1 : 1;
      most = Math.max(most, calls);
    }
    return Math.min(2, most - 1);
  }

  /** Whether some call draws noise. */
  static boolean draws(Scheduler scheduler) {
    boolean draws = false;
    for (int call = 0; !draws && call < scheduler.calls(); call++) {
      draws = scheduler.draws(call);
    }
    return draws;
  }
}
