package io.github.palimpsest.preview;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import org.junit.jupiter.api.Test;

class DebounceTest {
  @Test
  void fastRunsBeginAtOnce() {
    Debounce pace = new Debounce();
    assertFalse(pace.due(10, 0.3));
    pace.changed(10);
    assertTrue(pace.due(10, 1.5));
    pace.taken();
    assertFalse(pace.due(11, 0.3));
  }

  @Test
  void slowRunsWaitForAQuarterSecondOfQuietButNotLongerThanThreeSeconds() {
    Debounce pace = new Debounce();
    pace.changed(10);
    assertFalse(pace.due(10.24, 1.6));
    assertTrue(pace.due(10.25, 1.6));
    for (double t = 10; t < 12.95; t += 0.1) {
      pace.changed(t);
      assertFalse(pace.due(t + 0.05, 1.6), "at " + t);
    }
    pace.changed(13);
    assertTrue(pace.due(13, 1.6));
  }

  @Test
  void theLeastOfTheLastFiveRunsSaysWhatIsTooLarge() {
    RunEstimator estimator = new RunEstimator(10);
    estimator.check(10_000_000, 100);
    BadInput e = assertThrows(BadInput.class, () -> estimator.check(11_000_000, 100));
    assertTrue(e.getMessage().contains("about 11 s (at most 10 s)"), e.getMessage());
    estimator.learn(1_000_000, 2, 100);
    assertThrows(BadInput.class, () -> estimator.check(5_100_000, 100));
    estimator.check(5_000_000, 100);
    estimator.learn(1_000_000, 1, 100);
    estimator.check(10_000_000, 100);
    for (int i = 0; i < 5; i++) {
      estimator.learn(1_000_000, 4, 100);
    }
    assertThrows(BadInput.class, () -> estimator.check(2_600_000, 100));
    // and a busy moment is forgiven after a while
    assertThrows(BadInput.class, () -> estimator.check(5_100_000, 115));
    estimator.check(4_900_000, 115);
  }
}
