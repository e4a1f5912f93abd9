package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import java.util.function.Supplier;

/**
 * The states a run went through and, for each, where the generator stood: going back is choosing an
 * earlier one, and noise is drawn again from there. Allocates all of it at once.
 */
final class History {
  private final TorchRandom random;
  private final StepRecord[] records;
  private final TorchRandom.Mark[] marks;

  /** Noise fields drawn up to each state since the initial noise. */
  private final long[] draws;

  private int oldest;
  private int step;
  private boolean started;
  private long drawsBefore;

  History(TorchRandom random, int steps, Supplier<StepRecord> maker) {
    this.random = random;
    records = new StepRecord[steps + 1];
    marks = new TorchRandom.Mark[steps + 1];
    draws = new long[steps + 1];
    for (int k = 0; k <= steps; k++) {
      records[k] = maker.get();
      marks[k] = new TorchRandom.Mark();
    }
  }

  int steps() {
    return records.length - 1;
  }

  int step() {
    return step;
  }

  StepRecord now() {
    return records[step];
  }

  /** The state after step k; throws for one that was not kept. */
  StepRecord record(int k) {
    if (k < oldest || k > step) {
      throw BadInput.of("step (%d) must lie between %d and %d, the steps kept.", k, oldest, step);
    }
    return records[k];
  }

  /** As {@link #record}, but also one that came along with a later state that was restored. */
  StepRecord stretch(int k) {
    return records[k];
  }

  /** Fixes where the run's own draws begin; the caller may have drawn since the initial noise. */
  void begin() {
    if (!started) {
      random.save(marks[0]);
      started = true;
    }
  }

  /** Puts the generator where it stood at the present state. */
  void leave() {
    random.load(marks[step]);
    drawsBefore = random.draws();
  }

  /** Where the next state is to be written. */
  StepRecord next() {
    return records[step + 1];
  }

  /** Counts the next state as reached, with the generator where it stands. */
  void reach() {
    step++;
    random.save(marks[step]);
    draws[step] = draws[step - 1] + random.draws() - drawsBefore;
  }

  void rewind(int k) {
    record(k);
    step = k;
  }

  /** Back to the start, whose x is given. */
  void restart(float[] x) {
    begin();
    step = 0;
    oldest = 0;
    put(x);
  }

  /** Replaces x of the present state. */
  void put(float[] x) {
    System.arraycopy(x, 0, now().x, 0, x.length);
  }

  /** States before the present one are not as they were in the run: they count as not kept. */
  void forgetPast() {
    oldest = step;
  }

  /** All that was kept, into the history of a run of the same kind. */
  void copyTo(History twin) {
    begin();
    twin.mark(0, marks[0]);
    for (int k = oldest; k <= step; k++) {
      records[k].copyTo(twin.records[k]);
      twin.mark(k, marks[k]);
      twin.draws[k] = draws[k];
    }
    twin.oldest = oldest;
    twin.step = step;
    twin.started = true;
  }

  /** The present estimate and generator as the start of another run. */
  void startOf(History next) {
    begin();
    next.mark(0, marks[step]);
    next.started = true;
    float[] estimate = now().denoised;
    System.arraycopy(estimate, 0, next.records[0].denoised, 0, estimate.length);
  }

  /** The generator stands further than the start was marked: mark it anew. */
  void markStart() {
    random.save(marks[0]);
  }

  private void mark(int k, TorchRandom.Mark mark) {
    random.load(mark);
    random.save(marks[k]);
  }

  /**
   * A copy of the state after step k.
   *
   * @param low the earlier state that RePaint returns to from there; k if there is none
   */
  SamplingState state(int k, int low) {
    StepRecord r = record(k);
    return r.state(k, draws[k], low < k ? records[low].state(low, draws[low], null) : null);
  }

  /** Puts the run where a state was taken. */
  void restore(SamplingState state, float[] scratch) {
    int k = state.step();
    requireFits(state);
    begin();
    random.load(marks[0]);
    random.skip(state.draws(), scratch);
    oldest = k == step + 1 || k <= step && k >= oldest ? oldest : k;
    step = k;
    if (state.stretch() != null) {
      records[state.stretch().step()].put(state.stretch());
    }
    records[k].put(state);
    random.save(marks[k]);
    draws[k] = state.draws();
  }

  private void requireFits(SamplingState state) {
    int k = state.step();
    boolean fits = k >= 0 && k <= steps() && records[0].fits(state);
    if (state.stretch() != null) {
      int low = state.stretch().step();
      fits &= low >= 0 && low < k && records[0].fits(state.stretch());
    }
    if (!fits) {
      throw BadInput.of(
          "The saved state (step %d, %d values) must be of a run with this scheduler, %d steps and"
              + " %d values: give the parameters of the run that was saved.",
          k, state.x().length, steps(), records[0].x.length);
    }
  }
}
