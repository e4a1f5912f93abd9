package io.github.palimpsest.command.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  /** Of two runs the status bar shows the one that Esc would stop, with the name of its image. */
  @Test
  void theNewestRunIsShown() {
    List<String> shown = new CopyOnWriteArrayList<>();
    try (RunMonitor first = new RunMonitor(null, null)) {
      // a busy computer may be silent for long
      Consumer<String> bar = words -> shown.add(words.replaceFirst(" · .* so far", ""));
      first.watch(bar);
      first.status("step 1");
      try (RunMonitor second = new RunMonitor(null, null)) {
        second.watch(bar);
        first.status("step 2");
        second.status("begins");
        first.status("step 3");
      }
      assertEquals(
          List.of("step 1", "begins (2 runs)", "step 3"), shown.stream().distinct().toList());
      first.done();
      assertTrue(shown.get(shown.size() - 1).startsWith("Done in "), shown.toString());
    }
  }

  /** What says nothing for some seconds is shown to be alive. */
  @Test
  void silenceIsCounted() throws InterruptedException {
    BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    try (RunMonitor monitor = new RunMonitor(null, null)) {
      monitor.watch(shown::add);
      monitor.status("Loading the model");
      assertEquals("Loading the model", shown.take());
      assertEquals("Loading the model · 2 s so far", shown.poll(20, TimeUnit.SECONDS));
    }
  }
}
