package io.github.palimpsest.sample;

import io.github.palimpsest.check.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Every scheduler by the names users and diffusers know. */
public final class Schedulers {
  private record Kind(
      String className,
      Map<String, Object> changes,
      BiFunction<SchedulerConfig, Options, Scheduler> maker) {}

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();
  private static final Map<String, Object> KARRAS = Map.of("use_karras_sigmas", true);

  static {
    put("DDIM", "DDIMScheduler", Map.of(), DdimScheduler::create);
    put("DDPM", "DDPMScheduler", Map.of(), DdpmScheduler::create);
    put("Euler", "EulerDiscreteScheduler", Map.of(), EulerScheduler::create);
    put("Euler Karras", "", KARRAS, EulerScheduler::create);
    put("Euler a", "EulerAncestralDiscreteScheduler", Map.of(), EulerAncestralScheduler::create);
    put("Heun", "HeunDiscreteScheduler", Map.of(), HeunScheduler::create);
    put("Heun Karras", "", KARRAS, HeunScheduler::create);
    put("DPM++ 2M", "DPMSolverMultistepScheduler", Map.of(), DpmMultistepScheduler::create);
    put("DPM++ 2M Karras", "", KARRAS, DpmMultistepScheduler::create);
    Map<String, Object> sde = Map.of("algorithm_type", "sde-dpmsolver++");
    put("DPM++ 2M SDE", "", sde, DpmMultistepScheduler::create);
    Map<String, Object> sdeKarras =
        Map.of("algorithm_type", "sde-dpmsolver++", "use_karras_sigmas", true);
    put("DPM++ 2M SDE Karras", "", sdeKarras, DpmMultistepScheduler::create);
  }

  private Schedulers() {}

  private static void put(
      String name,
      String className,
      Map<String, Object> changes,
      BiFunction<SchedulerConfig, Options, Scheduler> maker) {
    KINDS.put(name, new Kind(className, changes, maker));
  }

  /** The names for {@code scheduler=}, in menu order. */
  public static List<String> names() {
    return List.copyOf(KINDS.keySet());
  }

  /**
   * A scheduler for one run.
   *
   * @param name a name of {@link #names} or a diffusers class; empty = the configuration's {@code
   *     _class_name}
   * @param config the folder's {@code scheduler_config.json}
   * @param steps inference steps
   * @param strength share of them that is run, from the end, 0…1
   * @param eta added noise of DDIM, or null for the scheduler's default
   * @throws BadInput for an unknown name, an unsupported setting, or nothing to run
   */
  public static Scheduler create(
      String name, Map<String, Object> config, int steps, double strength, Double eta) {
    String wanted = name.isEmpty() ? String.valueOf(config.get("_class_name")) : name.trim();
    Kind kind =
        find(wanted)
            .orElseThrow(
                () ->
                    BadInput.of(
                        "scheduler (%s) must be one of %s.", wanted, String.join(", ", names())));
    return kind.maker.apply(
        new SchedulerConfig(config).with(kind.changes), new Options(steps, strength, eta));
  }

  private static Optional<Kind> find(String wanted) {
    return KINDS.entrySet().stream()
        .filter(
            e ->
                e.getKey().equalsIgnoreCase(wanted)
                    || !e.getValue().className.isEmpty() && e.getValue().className.equals(wanted))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
