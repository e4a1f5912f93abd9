package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the scheduler's configuration. Its class is the one that {@code model_index.json} names, as
 * in diffusers; {@code _class_name} of {@code scheduler_config.json} names the class that wrote the
 * file, and counts only where the index names none.
 */
final class SchedulerConfigReader {
  private static final String FILE = "scheduler/scheduler_config.json";
  private static final String CLASS = "_class_name";

  private SchedulerConfigReader() {}

  /** {@code scheduler_config.json} with {@code _class_name} set to the class to be used. */
  static Map<String, Object> read(FolderReader reader, Map<String, Object> index) {
    Problems problems = reader.problems;
    Map<String, Object> config = ModelJson.read(reader.folder, FILE, problems);
    if (config.isEmpty()) {
      return config;
    }
    reader.requireClass(FILE, config, "Scheduler");
    String named = named(index);
    if (!named.isEmpty() && !named.contains("Scheduler")) {
      problems.add("model_index.json names a %s instead of a Scheduler", named);
    }
    String used = named.isEmpty() ? ModelJson.string(config, CLASS, "") : named;
    if (used.isEmpty()) {
      problems.add("neither model_index.json nor %s says which scheduler it is", FILE);
      return config;
    }
    Map<String, Object> result = new LinkedHashMap<>(config);
    result.put(CLASS, used);
    return result;
  }

  private static String named(Map<String, Object> index) {
    return index.get("scheduler") instanceof List<?> entry
            && entry.size() > 1
            && entry.get(1) instanceof String name
        ? name
        : "";
  }
}
