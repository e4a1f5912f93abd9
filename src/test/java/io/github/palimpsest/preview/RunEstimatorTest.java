package io.github.palimpsest.preview;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RunEstimatorTest {
  @Test
  void theFirstEstimateIsShownAtOnceAndLaterOnesTenTimesASecond() {
    RunEstimator.Course course = new RunEstimator(10).begin(1000);
    assertTrue(course.show(0.03));
    assertFalse(course.show(0.06));
    assertFalse(course.show(0.12));
    assertTrue(course.show(0.135));
    assertFalse(course.show(0.2));
  }
}
