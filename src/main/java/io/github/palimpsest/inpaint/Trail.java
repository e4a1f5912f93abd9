package io.github.palimpsest.inpaint;

import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A run whose scheduler may change on the way: samplings one after the other, each from the state
 * in which the one before was left, counted as one.
 */
final class Trail {
  /**
   * One sampling.
   *
   * @param from the step of the trail that is its start
   */
  private record Leg(Sampling sampling, int from) {}

  /** Changed by the run's thread alone; copied at each change, for {@link #cancel} walks along. */
  private final List<Leg> legs = new CopyOnWriteArrayList<>();

  private boolean cancelled;

  Trail(Sampling first) {
    legs.add(new Leg(first, 0));
  }

  private Trail(List<Leg> legs) {
    this.legs.addAll(legs);
  }

  private Leg last() {
    return legs.get(legs.size() - 1);
  }

  private Leg at(int k) {
    int i = legs.size() - 1;
    while (i > 0 && legs.get(i).from > k) {
      i--;
    }
    return legs.get(i);
  }

  /** How many samplings there are. */
  int legs() {
    return legs.size();
  }

  boolean advance() {
    return last().sampling.advance();
  }

  int step() {
    return last().from + last().sampling.step();
  }

  int steps() {
    return last().from + last().sampling.steps();
  }

  StepRecord record(int k) {
    Leg leg = at(k);
    return leg.sampling.record(k - leg.from);
  }

  double sigma(int k) {
    Leg leg = at(k);
    return leg.sampling.sigma(k - leg.from);
  }

  double timestep(int k) {
    Leg leg = at(k);
    return leg.sampling.timestep(k - leg.from);
  }

  /** Goes back; a change of scheduler made later is forgotten. */
  void rewind(int k) {
    record(k);
    while (last().from > k) {
      legs.remove(legs.size() - 1);
    }
    last().sampling.rewind(k - last().from);
  }

  /** What remains, under another scheduler. */
  void follow(Scheduler next) {
    add(last().sampling.follow(next));
  }

  /** From the present estimate, noised anew. */
  void again(Scheduler next) {
    add(last().sampling.again(next));
  }

  private void add(Sampling next) {
    int from = step();
    if (last().from == from && legs.size() > 1) {
      // two changes at one step: the second counts
      legs.remove(legs.size() - 1);
    }
    legs.add(new Leg(next, from));
    synchronized (this) {
      // a stop that came while the scheduler was changed holds for the new sampling as well
      if (cancelled) {
        next.cancel();
      }
    }
  }

  void edit(float[] difference, double weight, int horizon) {
    last().sampling.edit(difference, weight, horizon);
  }

  void shift(float[] difference, double weight) {
    last().sampling.shift(difference, weight);
  }

  void guide(Guidance guidance) {
    legs.forEach(leg -> leg.sampling.guidance(guidance));
  }

  void keep(KnownPixels known) {
    legs.forEach(leg -> leg.sampling.keep(known));
  }

  /** Stops the call that is running and every later one; from any thread. */
  synchronized void cancel() {
    cancelled = true;
    legs.forEach(leg -> leg.sampling.cancel());
  }

  /** Takes {@link #cancel} back, once the call that it stopped has ended. */
  synchronized void uncancel() {
    cancelled = false;
    legs.forEach(leg -> leg.sampling.uncancel());
  }

  /** The trail up to here, under predictors of its own. */
  Trail fork(Predictor prompt, Predictor negative) {
    List<Leg> twins = new ArrayList<>();
    legs.forEach(leg -> twins.add(new Leg(leg.sampling.fork(prompt, negative), leg.from)));
    return new Trail(twins);
  }
}
