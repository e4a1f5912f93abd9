package io.github.palimpsest.command.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.awt.event.KeyEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunMonitorTest {
  @AfterEach
  void reset() {
    IJ.resetEscape();
  }

  private static CountDownLatch stopOf(RunMonitor monitor) {
    CountDownLatch stopped = new CountDownLatch(1);
    monitor.onCancel(stopped::countDown);
    return stopped;
  }

  private static boolean stops(CountDownLatch stop) throws InterruptedException {
    return stop.await(20, TimeUnit.SECONDS);
  }

  @Test
  void escStopsTheNewestRunAndTheNextEscTheOneBefore() throws InterruptedException {
    try (RunMonitor first = new RunMonitor(null, null);
        RunMonitor second = new RunMonitor(null, null)) {
      CountDownLatch firstStop = stopOf(first);
      CountDownLatch secondStop = stopOf(second);
      IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      assertTrue(stops(secondStop));
      assertEquals(1, firstStop.getCount());
      assertFalse(IJ.escapePressed(), "one press, one run");
      IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      assertTrue(stops(firstStop));
    }
  }

  @Test
  void aRunThatEndedTakesNoEsc() throws InterruptedException {
    try (RunMonitor first = new RunMonitor(null, null)) {
      new RunMonitor(null, null).close();
      CountDownLatch stop = stopOf(first);
      IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      assertTrue(stops(stop));
    }
  }

  /** Pressed while the model loads: before there was anything to stop. */
  @Test
  void anEarlyEscIsRemembered() throws InterruptedException {
    try (RunMonitor monitor = new RunMonitor(null, null)) {
      CountDownLatch begun = stopOf(monitor);
      IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      assertTrue(stops(begun));
      assertTrue(stops(stopOf(monitor)));
    }
  }
}
