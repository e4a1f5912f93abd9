package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.ui.guided.Snapshot.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static final long SECOND = 1_000_000_000L;

  /** The clock stands at ten seconds when the step that goes on begins. */
  private static final long BEGAN = 10 * SECOND;

  private static Snapshot at(State state, int step, Pace pace) {
    return new Snapshot(
        state,
        "",
        step,
        20,
        Double.NaN,
        Double.NaN,
        pace,
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
        Snapshot.Frames.NONE,
        0);
  }

  private static String running(int step, double seconds, double share, double passed) {
    Pace pace = new Pace(seconds, share, BEGAN);
    long now = BEGAN + Math.round(passed * SECOND);
    return PanelText.progress(at(State.RUNNING, step, pace), now);
  }

  @Test
  void theTimeLeftIsSaidWhileItRuns() {
    assertEquals("step 1 of 20", running(1, 1, 0, 0));
    assertEquals("step 3 of 20  ·  17 s left", running(3, 1, 0, 0));
    assertEquals("step 3 of 20  ·  16 s left", running(3, 1, 0, 0.9));
    assertEquals("step 20 of 20", running(20, 2, 0, 0));
    Pace rest = new Pace(2, 0, 0);
    assertEquals("step 3 of 20", PanelText.progress(at(State.PAUSED, 3, rest), BEGAN));
  }

  @Test
  void ofLongStepsItIsSaidHowFarTheyAre() {
    assertEquals("step 3 of 20  ·  25 % of step 4  ·  3 min left", running(3, 10, 0, 2.5));
    // the clock alone never says that a step is over
    assertEquals("step 19 of 20  ·  95 % of step 20", running(19, 10, 0, 60));
    assertEquals("step 3 of 20  ·  40 % of step 4  ·  3 min left", running(3, 10, 0.4, 2));
  }

  @Test
  void theFirstStepOfALargePlaneTellsByItsTiles() {
    assertEquals("step 0 of 20  ·  10 % of step 1  ·  13 min left", running(0, Double.NaN, 0.1, 4));
    assertEquals("step 0 of 20", running(0, Double.NaN, 0, 4));
  }

  @Test
  void theBarMovesWithinAStep() {
    Snapshot s = at(State.RUNNING, 3, new Pace(10, 0.5, BEGAN));
    assertEquals(3.5 / 20, PanelText.done(s, BEGAN), 1e-12);
    assertEquals(3.0 / 20, PanelText.done(at(State.PAUSED, 3, s.pace()), BEGAN), 1e-12);
  }
}
