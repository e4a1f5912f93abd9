package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.plugin.ThirdPartyJar;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A solver in somebody else's jar: one class, found and used by its name. */
class ThirdPartySchedulerTest {
  private static List<float[]> states(String name, Map<String, Object> config) {
    return Runs.finish(Runs.run(Schedulers.create(name, config, 7, 1, null), 7, Runs::model));
  }

  private static void assertSameStates(List<float[]> expected, List<float[]> states) {
    assertEquals(expected.size(), states.size());
    for (int k = 0; k < states.size(); k++) {
      assertArrayEquals(expected.get(k), states.get(k), "state " + k);
    }
  }

  @Test
  void isFoundAndUsedByName(@TempDir Path folder) throws Exception {
    List<String> own = Schedulers.names();
    try (ThirdPartyJar jar = new ThirdPartyJar(folder)) {
      List<String> names = Schedulers.names();
      assertEquals(own, names.subList(0, own.size()));
      assertEquals(
          List.of("Relaxed Euler", "Relaxed Euler Karras"),
          names.subList(own.size(), names.size()));
      assertSameStates(states("Euler", Runs.CONFIG), states("relaxed euler", Runs.CONFIG));
      assertSameStates(
          states("Euler Karras", Runs.CONFIG), states("Relaxed Euler Karras", Runs.CONFIG));
      Map<String, Object> config = new HashMap<>(Runs.CONFIG);
      config.put("_class_name", "RelaxedEulerScheduler");
      config.put("final_sigmas_type", "a key that it does not read");
      assertSameStates(states("Euler", Runs.CONFIG), states("", config));
    }
    assertEquals(own, Schedulers.names());
    BadInput e = assertThrows(BadInput.class, () -> states("Relaxed Euler", Runs.CONFIG));
    assertTrue(e.getMessage().startsWith("scheduler (Relaxed Euler) must be one of DDIM, "));
    assertFalse(e.getMessage().contains("Karras, Relaxed"));
  }
}
