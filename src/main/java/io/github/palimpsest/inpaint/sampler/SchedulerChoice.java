package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.ScheduleMatcher;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.solver.Schedulers;

/**
 * The scheduler of a run: the one that the request names, or else the model's card, or else the
 * model's own configuration. The model need not be loaded.
 *
 * @param model its configuration has diffusers' keys
 * @param request the values of the run
 */
public record SchedulerChoice(Model model, Request request) {
  /** The name it was asked for by, or its diffusers class. */
  public String name() {
    String asked = asked();
    return asked.isEmpty() ? model.defaultScheduler() : asked;
  }

  private String asked() {
    String named = request.text(Param.SCHEDULER);
    return named.isEmpty() ? model.card().scheduler() : named;
  }

  /** Steps of a whole run, before strength takes its share. */
  public int steps() {
    return request.integer(Param.STEPS, model.defaultSteps());
  }

  /**
   * A new scheduler for one run.
   *
   * @throws io.github.palimpsest.check.BadInput for values that do not fit each other
   */
  public Scheduler create() {
    return create(steps(), request.number(Param.STRENGTH));
  }

  /**
   * The scheduler whose last {@code remaining} steps begin nearest to a noise level.
   *
   * @param sigma noise over signal
   */
  Scheduler matching(int remaining, double sigma) {
    return ScheduleMatcher.nearest(this::create, remaining, sigma);
  }

  private Scheduler create(int steps, double strength) {
    Double eta = (Double) request.value(Param.ETA).orElse(null);
    return Schedulers.create(asked(), model.schedulerConfig(), steps, strength, eta);
  }
}
