package io.github.palimpsest.sample;

import java.util.ArrayList;
import java.util.List;

/** The stretches of a run in their order; at least one once the run has begun. */
final class Stretches {
  private final List<Stretch> all = new ArrayList<>();

  int size() {
    return all.size();
  }

  Stretch last() {
    return all.get(all.size() - 1);
  }

  /** The latest one that has the state after step k. */
  Stretch at(int k) {
    int i = all.size() - 1;
    while (i > 0 && all.get(i).from > k) {
      i--;
    }
    return all.get(i);
  }

  /** Adds one; a second change of scheduler at one step takes the place of the first. */
  void add(Stretch fresh) {
    if (all.size() > 1 && last().from == fresh.from) {
      all.remove(all.size() - 1);
    }
    all.add(fresh);
  }

  /** The run went back to the state after step k: later changes of scheduler never were. */
  void forgetAfter(int k) {
    while (last().from > k) {
      all.remove(all.size() - 1);
    }
  }

  /** Takes over copies of those of another run. */
  void copy(Stretches other) {
    other.all.forEach(stretch -> all.add(stretch.copy()));
  }
}
