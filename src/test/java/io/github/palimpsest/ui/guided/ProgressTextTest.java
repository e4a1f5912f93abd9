package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static String words(GuidedState state, int step) {
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
    assertEquals("step 1 of 20  ·  2.0 s per step", words(GuidedState.RUNNING, 1));
    assertEquals("step 3 of 20  ·  2.0 s per step  ·  34 s left", words(GuidedState.RUNNING, 3));
    assertEquals("step 3 of 20  ·  2.0 s per step", words(GuidedState.PAUSED, 3));
    assertEquals("step 20 of 20  ·  2.0 s per step", words(GuidedState.RUNNING, 20));
  }
}
