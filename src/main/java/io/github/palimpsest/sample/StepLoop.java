package io.github.palimpsest.sample;

/**
 * How a run gets from one kept state to the next; under RePaint, with the returns that end there.
 */
final class StepLoop {
  private final CallRunner runner;
  private final History history;
  private final StepRecord[] spare;

  StepLoop(CallRunner runner, History history) {
    this.runner = runner;
    this.history = history;
    spare = new StepRecord[] {runner.newRecord(), runner.newRecord()};
  }

  private Repaint repaint() {
    return Repaint.of(runner.known, history.steps());
  }

  /** Does one step; false at the end. */
  boolean advance() {
    int step = history.step();
    if (step == history.steps()) {
      return false;
    }
    history.begin();
    history.leave();
    StepRecord to = history.next();
    runner.step(step, history.now(), to);
    Repaint repaint = repaint();
    for (int r = repaint.returns(step + 1); r > 0; r--) {
      again(step + 1 - repaint.jump(), step, to);
    }
    history.reach();
    return true;
  }

  /** Returns from the state after {@code step} to that after step {@code low}, and comes again. */
  private void again(int low, int step, StepRecord to) {
    StepRecord state = spare[0];
    history.stretch(low).copyTo(state);
    Repaint.renoise(
        runner.scheduler,
        runner.callOf(low),
        runner.callOf(step + 1),
        to.x,
        runner.random,
        runner.stepNoise,
        state.x);
    for (int k = low; k <= step; k++) {
      StepRecord next = k == step ? to : spare[(k - low + 1) % 2];
      runner.step(k, state, next);
      state = next;
    }
  }

  /** From x after 0 … k steps: runs the steps that make the solver's memory, skips the others. */
  void resume(float[][] frames, int k) {
    history.restart(frames[0]);
    boolean returns = repaint().resample() > 1;
    int from = returns ? 0 : Math.max(0, k - Math.max(1, runner.scheduler.depth()));
    while (history.step() < k) {
      if (history.step() < from) {
        skip();
      } else {
        advance();
      }
      history.put(frames[history.step()]);
    }
    if (from > 0) {
      history.forgetPast();
    }
  }

  /** Does the draws of a step, and counts it as done. */
  private void skip() {
    history.leave();
    int step = history.step();
    Repaint repaint = repaint();
    long count = drawsOf(step);
    for (int r = repaint.returns(step + 1); r > 0; r--) {
      count++;
      for (int k = step + 1 - repaint.jump(); k <= step; k++) {
        count += drawsOf(k);
      }
    }
    runner.random.skip(count, runner.stepNoise);
    history.reach();
  }

  private long drawsOf(int k) {
    long count = 0;
    for (int call = runner.callOf(k); call < runner.callOf(k + 1); call++) {
      count += runner.scheduler.draws(call) ? 1 : 0;
    }
    return count;
  }

  /** The earlier state that will be returned to from beyond step k; k if there is none. */
  int stretch(int k) {
    return repaint().stretch(k);
  }
}
