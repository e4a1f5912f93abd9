package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.ui.guided.Snapshot.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static String words(State state, int step) {
    return PanelText.progress(
        new Snapshot(
            state,
            "",
            step,
            20,
            Double.NaN,
            2,
            1,
            null,
            1,
            Integer.MAX_VALUE,
            List.of(),
            Map.of(),
            Set.of(),
            List.of(),
            null,
            "",
            false,
            false,
            true,
            true,
            false,
            0));
  }

  @Test
  void theTimeLeftIsSaidWhileItRuns() {
    assertEquals("step 1 of 20  ·  2.0 s per step", words(State.RUNNING, 1));
    assertEquals("step 3 of 20  ·  2.0 s per step  ·  34 s left", words(State.RUNNING, 3));
    assertEquals("step 3 of 20  ·  2.0 s per step", words(State.PAUSED, 3));
    assertEquals("step 20 of 20  ·  2.0 s per step", words(State.RUNNING, 20));
  }
}
