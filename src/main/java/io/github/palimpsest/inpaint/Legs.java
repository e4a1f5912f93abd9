package io.github.palimpsest.inpaint;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;

/** The requests under which the stretches of a run began, each with a scheduler of its own. */
final class Legs {
  private static final Param[] OF_A_STRETCH = {Param.SCHEDULER, Param.STEPS, Param.STRENGTH};

  private final List<Request> begun;

  Legs(Request first) {
    begun = new ArrayList<>(List.of(first));
  }

  Legs(Legs origin) {
    begun = new ArrayList<>(origin.begun);
  }

  /** The run has {@code count} stretches now, the last of which began under {@code next}. */
  void add(int count, Request next) {
    keep(count - 1);
    begun.add(next);
  }

  /**
   * The run went back and has {@code count} stretches left.
   *
   * @return {@code now} with the values that belong to the last stretch
   */
  Request back(int count, Request now) {
    if (begun.size() <= count) {
      return now;
    }
    keep(count);
    Request last = begun.get(count - 1);
    Request request = now;
    for (Param p : OF_A_STRETCH) {
      request = last.has(p) ? request.with(p, last.value(p).orElseThrow()) : request.without(p);
    }
    return request;
  }

  private void keep(int count) {
    if (begun.size() > count) {
      begun.subList(count, begun.size()).clear();
    }
  }
}
