package io.github.palimpsest.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressWordsTest {
  private static String words(GuideState state, int step) {
    return Words.progress(
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
    assertEquals("step 1 of 20  ·  2.0 s per step", words(GuideState.RUNNING, 1));
    assertEquals("step 3 of 20  ·  2.0 s per step  ·  34 s left", words(GuideState.RUNNING, 3));
    assertEquals("step 3 of 20  ·  2.0 s per step", words(GuideState.PAUSED, 3));
    assertEquals("step 20 of 20  ·  2.0 s per step", words(GuideState.RUNNING, 20));
  }
}
