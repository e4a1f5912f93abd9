package io.github.palimpsest.sample.solver;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.plugin.Plugins;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every scheduler by the names that users and diffusers know; kinds are found as plug-ins. */
public final class Schedulers {
  /** The key that each word after a name turns on. */
  private static final Map<String, String> CURVES =
      Map.of(
          " karras", "use_karras_sigmas",
          " exponential", "use_exponential_sigmas",
          " beta", "use_beta_sigmas");

  /**
   * A kind of scheduler that was asked for.
   *
   * @param curves values of the configuration that its name sets
   */
  private record Choice(SchedulerFactory factory, Map<String, Object> curves) {
    Scheduler create(Map<String, Object> values, SchedulerOptions options) {
      Made before = last;
      if (before != null && before.of(this, values, options)) {
        return before.scheduler;
      }
      SchedulerConfig config = new SchedulerConfig(values).only(keys(factory)).with(curves);
      Scheduler scheduler = factory.create(config, options);
      last = new Made(this, new HashMap<>(values), options, scheduler);
      return scheduler;
    }
  }

  /** What was made last: runs of a series, and what is foretold of them, ask for the same. */
  private record Made(
      Choice choice, Map<String, Object> values, SchedulerOptions options, Scheduler scheduler) {
    boolean of(Choice wanted, Map<String, Object> from, SchedulerOptions with) {
      return choice.equals(wanted) && options.equals(with) && values.equals(from);
    }
  }

  private static volatile Made last;

  private Schedulers() {}

  private static Set<String> keys(SchedulerFactory factory) {
    return Set.copyOf(List.of(factory.keys().trim().split(" +")));
  }

  /**
   * The names for {@code scheduler=}, in menu order. Names whose class has such sigmas also take
   * the words {@code Karras}, {@code Exponential} and {@code Beta}; of these only Karras is listed.
   */
  public static List<String> names() {
    return Plugins.named(SchedulerFactory.class).entrySet().stream()
        .flatMap(
            e ->
                keys(e.getValue()).contains("use_karras_sigmas")
                    ? Stream.of(e.getKey(), e.getKey() + " Karras")
                    : Stream.of(e.getKey()))
        .toList();
  }

  /**
   * A scheduler for one run.
   *
   * @param name a name of {@link #names} or a diffusers class; empty = the configuration's {@code
   *     _class_name}
   * @param config the folder's {@code scheduler_config.json}; keys that the class does not read are
   *     left out, as diffusers' {@code from_config} does
   * @param steps inference steps
   * @param strength share of them that is run, from the end, 0…1
   * @param eta added noise of DDIM and TCD, 0…1, or null for the scheduler's default
   * @throws BadInput for an unknown name, an unsupported setting, or nothing to run
   */
  public static Scheduler create(
      String name, Map<String, Object> config, int steps, double strength, Double eta) {
    String wanted = name.isEmpty() ? ownClass(config) : name.trim();
    Choice choice = find(wanted);
    if (choice == null) {
      String known = String.join(", ", names());
      throw name.isEmpty()
          ? BadInput.of(
              "The model's own scheduler (%s) is not supported: choose scheduler= of %s.",
              wanted, known)
          : BadInput.of("scheduler (%s) must be one of %s.", wanted, known);
    }
    if (steps < 1) {
      throw BadInput.of("steps (%d) must be at least 1.", steps);
    }
    if (eta != null && !(eta >= 0 && eta <= 1)) {
      throw BadInput.of("eta (%s) must lie between 0 and 1.", eta);
    }
    boolean sample = "sample".equals(config.get("prediction_type"));
    if (sample && !keys(choice.factory).contains("prediction_type")) {
      throw BadInput.of(
          "scheduler (%s) is for networks of its own kind, and this model predicts the clean picture:"
              + " choose another scheduler=.",
          wanted);
    }
    return choice.create(config, new SchedulerOptions(steps, strength, eta));
  }

  private static String ownClass(Map<String, Object> config) {
    return config.get("_class_name") instanceof String name ? name : "without a class name";
  }

  private static Choice find(String wanted) {
    Map<String, SchedulerFactory> kinds = Plugins.named(SchedulerFactory.class);
    for (SchedulerFactory kind : kinds.values()) {
      if (kind.className().equals(wanted)) {
        return new Choice(kind, Map.of());
      }
    }
    return byName(kinds, wanted);
  }

  private static Choice byName(Map<String, SchedulerFactory> kinds, String wanted) {
    for (Map.Entry<String, SchedulerFactory> kind : kinds.entrySet()) {
      if (kind.getKey().equalsIgnoreCase(wanted)) {
        return new Choice(kind.getValue(), Map.of());
      }
    }
    String lower = wanted.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> curve : CURVES.entrySet()) {
      if (lower.endsWith(curve.getKey())) {
        int end = wanted.length() - curve.getKey().length();
        Choice plain = byName(kinds, wanted.substring(0, end));
        if (plain == null || !keys(plain.factory).contains(curve.getValue())) {
          return null;
        }
        Map<String, Object> curves = new HashMap<>(plain.curves);
        curves.put(curve.getValue(), true);
        return new Choice(plain.factory, curves);
      }
    }
    return null;
  }
}
