package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The edits of a stretch: each moves the state at once, then pulls the estimates it is held for.
 */
final class Edits implements StepHook {
  private static final int ALL = Integer.MAX_VALUE / 2;

  /**
   * An edit that goes on acting.
   *
   * @param madeAt step at which it was made
   * @param horizon for how many following steps it is injected again
   * @param target the edited estimate
   * @param difference where it differs from what was written; 0 elsewhere
   * @param weight 0 … 1
   */
  private record Edit(int madeAt, int horizon, float[] target, float[] difference, float weight) {
    /** denoised ← denoised + weight · (target − denoised) where the user edited. */
    void inject(int step, float[] denoised) {
      if (step < madeAt || step >= madeAt + horizon) {
        return;
      }
      for (int i = 0; i < denoised.length; i++) {
        if (difference[i] != 0) {
          denoised[i] += weight * (target[i] - denoised[i]);
        }
      }
    }
  }

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

  /** x ← x + weight · difference; weight 0 leaves every bit. */
  static void addTo(float[] x, float[] difference, double weight) {
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

  /** Pulls the estimate to what was edited, oldest first. */
  @Override
  public void afterGuidance(StepView view) {
    for (int i = 0; i < edits.size(); i++) {
      edits.get(i).inject(view.call().step(), view.denoised());
    }
  }

  /** The run went back to the state after step k: later edits never were. */
  void forgetAfter(int k) {
    edits.removeIf(e -> e.madeAt > k);
  }

  /**
   * Raises {@code weights} to the weight of each value that an edit holds until the end.
   *
   * @param steps of the stretch
   */
  void held(int steps, float[] weights) {
    for (Edit e : edits) {
      for (int i = 0; e.madeAt + e.horizon >= steps && i < weights.length; i++) {
        weights[i] = e.difference[i] != 0 ? Math.max(weights[i], e.weight) : weights[i];
      }
    }
  }

  /** Takes over the edits of the same stretch. */
  void copy(Edits other) {
    edits.addAll(other.edits);
  }

  /**
   * Takes over the edits of a stretch of {@code steps} that this one goes on from after {@code
   * step}; one that was held to the end there is held to the end here.
   */
  void follow(Edits other, int step, int steps) {
    for (Edit e : other.edits) {
      int horizon = e.horizon >= steps - e.madeAt ? ALL : e.horizon;
      edits.add(new Edit(e.madeAt - step, horizon, e.target, e.difference, e.weight));
    }
  }
}
