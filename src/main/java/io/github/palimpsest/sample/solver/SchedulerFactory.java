package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import org.scijava.plugin.SciJavaPlugin;

/**
 * A kind of scheduler, found as a SciJava plug-in in any jar and named by {@code scheduler=}.
 *
 * <pre>{@code
 * @Plugin(type = SchedulerFactory.class, name = "My Euler")
 * public final class MyEuler implements SchedulerFactory {
 *   public String className() {
 *     return "MyEulerScheduler"; // a folder's scheduler_config.json may name it
 *   }
 *   public String keys() {
 *     return SchedulerKeys.COMMON + SchedulerKeys.CURVES;
 *   }
 *   public Scheduler create(SchedulerConfig config, SchedulerOptions options) {
 *     return new MyEulerScheduler(VeSchedule.of(config, options, 0.0001, 0.02), …);
 *   }
 * }
 * }</pre>
 *
 * <p>Menus show kinds of higher priority first. Of two kinds of one name that of higher priority
 * counts. Called from any thread; holds no state.
 */
public interface SchedulerFactory extends SciJavaPlugin {
  /**
   * The name of the class in diffusers, which {@code _class_name} in a model's {@code
   * scheduler_config.json} gives.
   */
  String className();

  /**
   * The keys of {@code scheduler_config.json} that act, separated by spaces; others are left out,
   * as diffusers' {@code from_config} does. With {@code use_karras_sigmas}, {@code
   * use_exponential_sigmas} or {@code use_beta_sigmas} among them, {@code Karras}, {@code
   * Exponential} or {@code Beta} may follow the name.
   *
   * @see SchedulerKeys
   */
  String keys();

  /**
   * A scheduler for one run.
   *
   * @param config the values of {@link #keys} that the model sets
   * @param options what the run asks for
   * @throws io.github.palimpsest.check.BadInput for a value that is not supported, or nothing to
   *     run
   */
  Scheduler create(SchedulerConfig config, SchedulerOptions options);
}
