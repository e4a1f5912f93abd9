package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;

/** The edits of a run: what each does at once, and to the estimates within its horizon. */
final class Edits {
  private final List<Edit> edits = new ArrayList<>();

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /**
   * Moves a state as if the clean image had been different, and remembers to do so again.
   *
   * @param call the call that starts from the state; negative at the end of the run
   * @param record the state after {@code step} steps
   * @param difference edited minus written estimate; 0 = not edited
   */
  void make(
      Scheduler scheduler,
      int call,
      StepRecord record,
      int step,
      float[] difference,
      double weight,
      int horizon) {
    requireWeight(weight);
    if (weight == 0) {
      return;
    }
    float[] target = record.denoised.clone();
    Scheduler.add(target, difference);
    float[] delta = difference.clone();
    for (int i = 0; i < delta.length; i++) {
      delta[i] *= (float) weight;
    }
    if (call < 0) {
      Scheduler.add(record.x, delta);
    } else {
      scheduler.shift(call, record, delta);
    }
    Scheduler.add(record.denoised, delta);
    edits.add(new Edit(step, horizon, target, difference.clone(), (float) weight));
  }

  /** x ← x + weight · difference. */
  static void shift(float[] x, float[] difference, double weight) {
    requireWeight(weight);
    for (int i = 0; weight > 0 && i < x.length; i++) {
      x[i] += (float) weight * difference[i];
    }
  }

  private static void requireWeight(double weight) {
    if (!(weight >= 0 && weight <= 1)) {
      throw BadInput.of("edit weight (%s) must lie between 0 and 1.", weight);
    }
  }

  /** Pulls the estimate of a 0-based step to what was edited, oldest first. */
  void inject(int step, float[] estimate) {
    for (int i = 0; i < edits.size(); i++) {
      edits.get(i).inject(step, estimate);
    }
  }

  /** The run went back to the state after step k: later edits never were. */
  void forgetAfter(int k) {
    edits.removeIf(e -> e.madeAt() > k);
  }

  void clear() {
    edits.clear();
  }

  /** Takes over the edits of the same run. */
  void copy(Edits other) {
    edits.addAll(other.edits);
  }

  /** Takes over the edits of a run of {@code steps}, which goes on differently after a step. */
  void follow(Edits other, int step, int steps) {
    other.edits.forEach(edit -> edits.add(edit.from(step, steps)));
  }
}
