package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.sample.ScheduleMatcher;
import io.github.palimpsest.sample.Scheduler;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleMatcherTest {
  /** What a scheduler does not take it refuses in a sentence: nothing else may go wrong. */
  @ParameterizedTest
  @CsvSource({"leading, 0", "leading, 1", "trailing, 0", "linspace, 0", "linspace, 1"})
  void everySchedulerHasATail(String spacing, long offset) {
    Map<String, Object> config =
        new HashMap<>(ModelFolder.open(TinyModels.folder("sd")).schedulerConfig());
    config.put("timestep_spacing", spacing);
    config.put("steps_offset", offset);
    for (String name : Schedulers.names()) {
      for (int remaining : new int[] {1, 30}) {
        for (double sigma : new double[] {0.02, 3, 400}) {
          try {
            Scheduler tail =
                ScheduleMatcher.nearest(
                    (n, s) -> Schedulers.create(name, config, n, s, null), remaining, sigma);
            assertEquals(remaining, tail.steps(), name);
          } catch (BadInput e) {
            // such as LCM, which takes no more steps than it was distilled for
          }
        }
      }
    }
  }
}
