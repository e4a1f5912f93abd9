package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formulas of docs/sessions.md for edit weight and horizon, number by number. */
class EditFormulaTest {
  private static final int K = 3;
  private static final float PAINT = 5000;
  private static final double RANGE = 7650;

  private final ImagePlus image = Pictures.image("32-bit");

  private Session start(String scheduler) {
    Request request =
        Request.of(
            "steps",
            6,
            "seed",
            7L,
            "range",
            "0,7650",
            "context",
            "Whole image",
            "scheduler",
            scheduler);
    Session session = Session.start(image, request, Monitor.SILENT);
    session.step(K);
    return session;
  }

  private static boolean painted(int x, int y) {
    return x >= 26 && x < 38 && y >= 22 && y < 32;
  }

  /** d in model units where it was painted, else 0; x and y of the image. */
  private static double difference(float[] estimate, int width, int x, int y) {
    return painted(x, y) ? 2 * PAINT / RANGE - 1 - estimate[y * width + x] : 0;
  }

  @ParameterizedTest
  @CsvSource({"DDIM,1", "DPM++ 2M,0.5", "UniPC,0.25"})
  void stateAndEstimateMoveByWeightTimesDifference(String scheduler, double weight) {
    try (Session session = start(scheduler)) {
      int width = session.frame().width;
      float[] estimate = session.estimate(K)[0].clone();
      float[] x = session.latents(K)[0];
      Pictures.paint(session.stepStack(), K, PAINT);
      session.inject(weight);
      float[] estimateAfter = session.estimate(K)[0];
      float[] stateAfter = session.latents(K)[0];
      double alpha = 1 / Math.sqrt(1 + session.sigma(K) * session.sigma(K));
      assertEquals(64 * 56, width * session.frame().height);
      for (int row = 0; row < 56; row++) {
        for (int column = 0; column < 64; column++) {
          int i = row * width + column;
          double moved = weight * difference(estimate, width, column, row);
          assertEquals(moved, estimateAfter[i] - estimate[i], 1e-4, "estimate " + i);
          assertEquals(alpha * moved, stateAfter[i] - x[i], 1e-4, "state " + i);
        }
      }
    }
  }

  @Test
  void theEstimateIsPulledForAsManyStepsAsTheHorizonSays() {
    for (int horizon = 0; horizon <= 3; horizon++) {
      try (Session session = start("DPM++ 2M")) {
        Pictures.paint(session.stepStack(), K, PAINT);
        session.inject(1, horizon);
        for (int k = K + 1; k <= 6; k++) {
          session.step(1);
          double most = 0;
          float[] estimate = session.estimate(k)[0];
          for (int i = 0; i < estimate.length; i++) {
            int width = session.frame().width;
            most = Math.max(most, Math.abs(difference(estimate, width, i % width, i / width)));
          }
          boolean held = k - K <= horizon;
          assertEquals(held, most < 1e-4, "horizon " + horizon + ", step " + k + ": " + most);
        }
      }
    }
  }

  /** Held to the end is held to the end, however many steps the rest gets. */
  @ParameterizedTest
  @CsvSource({"steps,9", "steps,1", "scheduler,Euler"})
  void anEditHeldToTheEndStaysSoWhenTheRestIsRunDifferently(String key, String value) {
    try (Session session = start("DPM++ 2M")) {
      Pictures.paint(session.stepStack(), K, PAINT);
      session.inject(1);
      session.set(key, value);
      double distance = Pictures.distance(session.finish().result(), PAINT);
      assertTrue(distance < 1, "distance " + distance);
    }
  }

  @Test
  void anEditHeldForSomeStepsKeepsTheirNumber() {
    try (Session session = start("DPM++ 2M")) {
      Pictures.paint(session.stepStack(), K, PAINT);
      session.inject(1, 1);
      session.set("steps", 9);
      assertTrue(Pictures.distance(session.finish().result(), PAINT) > 50);
    }
  }
}
