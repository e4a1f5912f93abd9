package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said while a batch goes on, by a clock of the test's. */
class BatchProgressTest {
  private final List<String> words = new ArrayList<>();
  private final List<Double> fractions = new ArrayList<>();
  private double now;
  private BatchProgress progress;

  @BeforeEach
  void begin() {
    QuietMonitor ear =
        new QuietMonitor() {
          @Override
          public void status(String said) {
            words.add(said);
          }

          @Override
          public void progress(double fraction) {
            fractions.add(fraction);
          }
        };
    List<BatchItem> items = IntStream.range(0, 200).mapToObj(k -> item("a" + k)).toList();
    progress = new BatchProgress(0, items, ear, () -> Math.round(now * 1e9));
  }

  private void row(String name, ItemReport.Status status, double seconds) {
    progress.row(item(name), new ItemReport(name, status, "", seconds, 1, 1));
  }

  private static BatchItem item(String name) {
    return new BatchItem(name, "", null, "");
  }

  private String last() {
    return words.get(words.size() - 1);
  }

  @Test
  void saysHowManyAreDoneAndHowLongTheRestTakes() {
    for (int k = 0; k < 40; k++) {
      BatchProgress.Item item = progress.begin(item("plate 1/b" + k + ".tif"), 1);
      now += 1.5;
      item.close();
      row("plate 1/b" + k + ".tif", ItemReport.Status.DONE, 1.5);
    }
    assertEquals("Batch: 40/200 · 4 min left", last());
    progress.begin(item("plate 1/b41.tif"), 1);
    progress.begin(item("plate 1/b42.tif"), 1).progress(0.5);
    now += 1;
    progress.begin(item("plate 1/b43.tif"), 1).progress(0.5);
    assertEquals("Batch: 40/200 · plate 1/b41.tif · 4 min left", last());
    assertEquals(41 / 200.0, fractions.get(fractions.size() - 1));
  }

  /** A hundred files that were done before say nothing about those to be made. */
  @Test
  void whatIsSkippedDoesNotCountAsFast() {
    for (int k = 0; k < 100; k++) {
      now += 0.01;
      row("a" + k, ItemReport.Status.SKIPPED, 0.01);
    }
    assertFalse(last().contains("left"), last());
    now += 10;
    row("b", ItemReport.Status.DONE, 10);
    assertEquals("Batch: 101/200 · 17 min left", last());
  }

  @Test
  void saysNothingTooOftenButTheLast() {
    for (int k = 0; k < 200; k++) {
      now += 0.001;
      row("a" + k, ItemReport.Status.DONE, 0.001);
    }
    assertTrue(words.size() <= 4, words.size() + " sayings");
    assertEquals("Batch: 200/200", last());
    assertEquals(1, fractions.get(fractions.size() - 1));
  }

  @Test
  void longNamesKeepTheirEnds() {
    progress.begin(item("x".repeat(100) + "/field 7.tif"), 1);
    row("other", ItemReport.Status.SKIPPED, 0);
    assertTrue(last().endsWith(" · …" + "x".repeat(28) + "/field 7.tif"), last());
  }

  @Test
  void aStopIsToldToEveryImageAlsoToThoseThatBeginLater() {
    AtomicInteger stops = new AtomicInteger();
    progress.begin(item("a"), 1).onCancel(stops::incrementAndGet);
    progress.stop();
    assertEquals(1, stops.get());
    progress.begin(item("b"), 1).onCancel(stops::incrementAndGet);
    assertEquals(2, stops.get());
    assertTrue(progress.stopped());
  }
}
