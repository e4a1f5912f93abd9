package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.Scarce;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Batches that are stopped, or whose model or memory fails. */
class BatchTroubleTest extends BatchRunChecks {
  private static final Request TROUBLED = Request.of("model", TroubledModel.NAME, "steps", 2);

  /** Stops a batch when so many images have their rows. */
  private static final class Stops extends QuietMonitor {
    private final int after;
    private final int total;

    Stops(int after, int total) {
      this.after = after;
      this.total = total;
    }

    @Override
    public void progress(double fraction) {
      if (fraction * total >= after) {
        CompletableFuture.runAsync(this::stop).join();
      }
    }
  }

  private static BatchSummary stopped(BatchRequest request, int workers, Monitor monitor) {
    return assertThrows(BatchStopped.class, () -> BatchRun.run(request, workers, monitor))
        .summary();
  }

  @Test
  void aStopKeepsWhatIsFinishedAndTheReportIsWhole() throws IOException {
    fields(30);
    BatchRequest request = Fields.request(folder);
    run(request, 1);
    Map<String, byte[]> expected = files();
    for (int workers = 1; workers <= 3; workers++) {
      clear();
      Stops monitor = new Stops(4, 30);
      BatchSummary summary = stopped(request, workers, monitor);
      assertEquals(30, rows().size());
      assertEquals(summary.done(), files().size());
      assertTrue(summary.done() > 0 && summary.done() < 30, summary.sentence());
      assertEquals(30, summary.done() + summary.skipped());
      BatchSummary rest = run(request, workers);
      assertEquals(summary.done(), rest.skipped());
      assertEquals(30, rest.done() + rest.skipped());
      files().forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    }
  }

  /** A stop does not wait for a model that loads, and no worker waits for it either. */
  @Test
  void aStopDoesNotWaitForTheModel() throws Exception {
    fields(4);
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TroubledModel.trouble =
        () -> {
          loading.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    QuietMonitor monitor = new QuietMonitor();
    BatchRequest request = Fields.request(folder, "Selection", TROUBLED);
    CompletableFuture<BatchSummary> batch =
        CompletableFuture.supplyAsync(() -> BatchRun.run(request, 2, monitor));
    loading.await();
    monitor.stop();
    Throwable stopped = assertThrows(Exception.class, batch::join).getCause();
    assertEquals(4, ((BatchStopped) stopped).summary().skipped());
    go.countDown();
  }

  @Test
  void aStopBeforeItBeginsMakesNothing() throws IOException {
    fields(3);
    QuietMonitor monitor = new QuietMonitor();
    monitor.stop();
    assertThrows(Cancelled.class, () -> BatchRun.run(Fields.request(folder), 2, monitor));
    assertEquals(0, files().size());
  }

  /** Each waits for the other where it loads its model. */
  @Test
  void twoWorkersPaintAtTheSameTime() {
    fields(2);
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(2);
    TroubledModel.trouble =
        () -> {
          if (loads.incrementAndGet() > 1) {
            both.countDown();
            try {
              assertTrue(both.await(60, TimeUnit.SECONDS), "one after the other");
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    assertEquals(2, run(Fields.request(folder, "Selection", TROUBLED), 2).done());
  }

  @Test
  void aModelThatCannotBeLoadedIsToldOnceAndNotInEveryRow() throws IOException {
    fields(5);
    TroubledModel.trouble =
        () -> {
          throw new BadInput("The model is broken.");
        };
    BatchRequest request = Fields.request(folder, "Selection", TROUBLED);
    BadInput e = assertThrows(BadInput.class, () -> run(request, 2));
    assertEquals("The model is broken.", e.getMessage());
    assertEquals(0, files().size());
    TroubledModel.trouble = () -> {};
    assertEquals(5, run(request, 2).done());
  }

  /** Stands for images that fit alone, but not beside the others. */
  @Test
  void whatFindsNoMemoryIsTriedAgainAlone() throws IOException {
    fields(6);
    AtomicInteger loads = new AtomicInteger();
    TroubledModel.trouble =
        () -> {
          int k = loads.incrementAndGet();
          if (k == 3 || k == 5) {
            throw new OutOfMemoryError("of a test");
          }
        };
    BatchSummary summary = run(Fields.request(folder, "Selection", TROUBLED), 2);
    assertEquals(6, summary.done(), summary.failures().toString());
    assertEquals(9, loads.get(), "the batch's, six images, two of them twice");
  }

  @Test
  void whatDoesNotFitAloneEitherFailsAndTheRestGoesOn() throws IOException {
    fields(6);
    AtomicInteger loads = new AtomicInteger();
    TroubledModel.trouble =
        () -> {
          int k = loads.incrementAndGet();
          if (k == 3 || k == 8) {
            throw new OutOfMemoryError("of a test");
          }
        };
    BatchSummary summary = run(Fields.request(folder, "Selection", TROUBLED), 1);
    assertEquals(5, summary.done());
    ItemReport failed = summary.failures().get(0);
    assertEquals("f01.tif", failed.file());
    assertTrue(failed.message().startsWith("Memory ("), failed.message());
  }

  /** A refusal for want of memory, too, is not the last word while others hold some. */
  @Test
  void whatIsRefusedForMemoryIsTriedAgainAlone() throws IOException {
    fields(4);
    AtomicInteger asked = new AtomicInteger();
    // the batch's share; then one image finds nothing, twice asked and once told
    try (Scarce scarce =
        Scarce.heap(() -> asked.incrementAndGet() > 1 && asked.get() <= 4 ? 1 : 1e9)) {
      BatchSummary summary = run(Fields.request(folder), 1);
      assertEquals(4, summary.done(), summary.failures().toString());
      assertTrue(asked.get() > 4);
    }
  }
}
