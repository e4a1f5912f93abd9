package io.github.palimpsest.sample.solver;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Every scheduler by the names users and diffusers know. */
public final class Schedulers {
  private record Kind(
      String className,
      Map<String, Object> changes,
      BiFunction<SchedulerConfig, SchedulerOptions, Scheduler> maker) {
    boolean has(String key) {
      return SchedulerKeys.of(className).contains(key);
    }
  }

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();
  private static final Map<String, Kind> BY_CLASS = new HashMap<>();

  /** What a word after a name turns on. */
  private static final Map<String, String> CURVES =
      Map.of(
          " karras", "use_karras_sigmas",
          " exponential", "use_exponential_sigmas",
          " beta", "use_beta_sigmas");

  static {
    put("DDIM", "DDIMScheduler", DdimScheduler::create);
    put("DDPM", "DDPMScheduler", DdpmScheduler::create);
    put("Euler", "EulerDiscreteScheduler", EulerScheduler::create);
    put("Euler a", "EulerAncestralDiscreteScheduler", EulerAncestralScheduler::create);
    put("Heun", "HeunDiscreteScheduler", HeunScheduler::create);
    put("LMS", "LMSDiscreteScheduler", LmsScheduler::create);
    put("PNDM", "PNDMScheduler", PndmScheduler::create);
    put("DPM++ 2M", "DPMSolverMultistepScheduler", DpmMultistepScheduler::create);
    KINDS.put(
        "DPM++ 2M SDE",
        new Kind(
            "DPMSolverMultistepScheduler",
            Map.of("algorithm_type", "sde-dpmsolver++"),
            DpmMultistepScheduler::create));
    put("DPM++ 2S", "DPMSolverSinglestepScheduler", DpmSinglestepScheduler::create);
    put("DPM2", "KDPM2DiscreteScheduler", Kdpm2Scheduler::plain);
    put("DPM2 a", "KDPM2AncestralDiscreteScheduler", Kdpm2Scheduler::ancestral);
    put("DEIS", "DEISMultistepScheduler", DeisScheduler::create);
    put("UniPC", "UniPCMultistepScheduler", UniPcScheduler::create);
    put("LCM", "LCMScheduler", LcmScheduler::create);
    put("TCD", "TCDScheduler", TcdScheduler::create);
    put("EDM Euler", "EDMEulerScheduler", EdmEulerScheduler::create);
    put("EDM DPM++ 2M", "EDMDPMSolverMultistepScheduler", EdmDpmScheduler::create);
    put("FlowMatch Euler", "FlowMatchEulerDiscreteScheduler", FlowEulerScheduler::create);
  }

  private Schedulers() {}

  private static void put(
      String name,
      String className,
      BiFunction<SchedulerConfig, SchedulerOptions, Scheduler> maker) {
    Kind kind = new Kind(className, Map.of(), maker);
    KINDS.put(name, kind);
    BY_CLASS.put(className, kind);
  }

  /**
   * The names for {@code scheduler=}, in menu order. Names whose class has such sigmas also take
   * the words {@code Karras}, {@code Exponential} and {@code Beta}; of these only Karras is listed.
   */
  public static List<String> names() {
    return KINDS.entrySet().stream()
        .flatMap(
            e ->
                e.getValue().has("use_karras_sigmas")
                    ? List.of(e.getKey(), e.getKey() + " Karras").stream()
                    : List.of(e.getKey()).stream())
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
    Kind kind = find(wanted);
    if (kind == null) {
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
    Set<String> keys = SchedulerKeys.of(kind.className);
    return kind.maker.apply(
        new SchedulerConfig(config).only(keys).with(kind.changes),
        new SchedulerOptions(steps, strength, eta));
  }

  private static String ownClass(Map<String, Object> config) {
    return config.get("_class_name") instanceof String name ? name : "without a class name";
  }

  private static Kind find(String wanted) {
    Kind byClass = BY_CLASS.get(wanted);
    return byClass != null ? byClass : byName(wanted);
  }

  private static Kind byName(String wanted) {
    for (Map.Entry<String, Kind> e : KINDS.entrySet()) {
      if (e.getKey().equalsIgnoreCase(wanted)) {
        return e.getValue();
      }
    }
    String lower = wanted.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> curve : CURVES.entrySet()) {
      if (lower.endsWith(curve.getKey())) {
        Kind plain = byName(wanted.substring(0, wanted.length() - curve.getKey().length()));
        if (plain == null || !plain.has(curve.getValue())) {
          return null;
        }
        Map<String, Object> changes = new HashMap<>(plain.changes);
        changes.put(curve.getValue(), true);
        return new Kind(plain.className, changes, plain.maker);
      }
    }
    return null;
  }
}
