package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.batch.ItemReport.Status;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.Scarce;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.inpaint.monitor.StoppableMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.Natives;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole batches in one process. */
@Timeout(300)
class BatchRunTest {
  private static final Request TROUBLED = Request.of("model", TroubledModel.NAME, "steps", 2);

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    TroubledModel.trouble = () -> {};
    assertEquals(0, Natives.leases());
    assertTrue(files().keySet().stream().noneMatch(name -> name.endsWith(".part")));
  }

  /** Every file of the output by name, but the report, which tells times. */
  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Path out = folder.resolve("out");
    if (Files.isDirectory(out)) {
      try (Stream<Path> all = Files.walk(out)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          String name = out.relativize(file).toString();
          if (!name.equals(Report.FILE) && !name.startsWith(".")) {
            files.put(name, Files.readAllBytes(file));
          }
        }
      }
    }
    return files;
  }

  private void clear() throws IOException {
    for (String name : files().keySet()) {
      Files.delete(folder.resolve("out").resolve(name));
    }
  }

  private void fields(int count) {
    for (int k = 0; k < count; k++) {
      Fields.selected(folder.resolve("in").resolve(String.format("f%02d.tif", k)));
    }
  }

  private List<String> rows() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("out").resolve(Report.FILE));
    return lines.subList(1, lines.size()).stream().map(line -> line.split(",")[0]).toList();
  }

  private static BatchSummary run(BatchRequest request, int workers) {
    return BatchRun.run(request, workers, Monitor.SILENT);
  }

  /**
   * Files of any kind, by a model with networks: text, VAE, guidance, colours channel by channel.
   */
  @Test
  void bytesAreTheSameWhateverTheWorkers() throws IOException {
    fields(5);
    for (String type : new String[] {"RGB", "16-bit", "32-bit"}) {
      ImagePlus image = Fields.image(type, type, type.equals("16-bit") ? 3 : 1);
      image.setRoi(new Roi(12, 8, 16, 16));
      Fields.save(image, folder.resolve("in/sub").resolve(type + ".tif"));
    }
    Request values =
        Request.of(
            "model", TinyModels.folder("sd").toString(), "steps", 2, "seed", 7L, "guidance", 3);
    BatchRequest request = Fields.request(folder, "Selection", values.with("samples", 2));
    Fields.run(request);
    Map<String, byte[]> expected = files();
    assertEquals(8, expected.size());
    for (int workers : new int[] {1, 2, 3, BatchRun.AUTO}) {
      clear();
      BatchSummary summary = run(request, workers);
      assertEquals(8, summary.done(), summary.sentence());
      Map<String, byte[]> made = files();
      assertEquals(expected.keySet(), made.keySet());
      expected.forEach((name, bytes) -> assertArrayEquals(bytes, made.get(name), name));
    }
    OnnxModels.unloadIdle();
    assertEquals(0, Natives.calls());
  }

  @Test
  void aBadFileIsReportedAndTheRestGoesOn() throws IOException {
    fields(6);
    Files.writeString(folder.resolve("in/f02.tif"), "no image");
    Files.writeString(folder.resolve("in/e.png"), "nor this");
    Fields.save(Fields.image("nothing selected", "8-bit", 1), folder.resolve("in/f99.tif"));
    BatchSummary summary = run(Fields.request(folder), 2);
    assertEquals(List.of(5L, 0L, 3L), List.of(summary.done(), summary.skipped(), summary.failed()));
    assertEquals(2, summary.exitStatus());
    assertEquals(
        List.of("e.png", "f02.tif", "f99.tif"),
        summary.failures().stream().map(ItemReport::file).toList());
    assertEquals(
        List.of(
            "e.png", "f00.tif", "f01.tif", "f02.tif", "f03.tif", "f04.tif", "f05.tif", "f99.tif"),
        rows());
    assertTrue(summary.sentence().startsWith("5 done, 0 skipped, 3 failed: "));
  }

  /** Stops a batch when so many images have their rows. */
  private static final class Stops extends StoppableMonitor {
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
    StoppableMonitor monitor = new StoppableMonitor();
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
    StoppableMonitor monitor = new StoppableMonitor();
    monitor.stop();
    assertThrows(Cancelled.class, () -> BatchRun.run(Fields.request(folder), 2, monitor));
    assertEquals(0, files().size());
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

  @Test
  void warningsAreSaidOnceAndCounted() {
    for (int k = 0; k < 5; k++) {
      ImagePlus image = Fields.image("n" + k, "32-bit", 1);
      image.getProcessor().setf(20 + k, 15, Float.NaN);
      image.setRoi(new Roi(12, 8, 16, 16));
      Fields.save(image, folder.resolve("in").resolve("n" + k + ".tif"));
    }
    List<String> told = new ArrayList<>();
    BatchRun.run(
        Fields.request(folder),
        1,
        new QuietMonitor() {
          @Override
          public void warn(String sentence) {
            told.add(sentence);
          }
        });
    assertEquals(2, told.size(), told.toString());
    assertTrue(told.get(0).startsWith("n0.tif: 1 pixels inside the mask"), told.get(0));
    assertTrue(told.get(1).startsWith("4 more images: 1 pixels inside"), told.get(1));
  }

  @Test
  void fewerThanNoWorkersAreRefused() {
    fields(1);
    assertThrows(BadInput.class, () -> run(Fields.request(folder), -1));
  }

  /** Threads end with the batch, and no model's memory grows with the number of images. */
  @Test
  void nothingGrowsWithTheNumberOfImages() {
    fields(12);
    BatchRequest request =
        Fields.request(
            folder,
            "Selection",
            Request.of("model", TinyModels.folder("pixel").toString(), "steps", 1));
    assertEquals(12, run(request, 2).done());
    assertEquals(0, Natives.calls());
    assertFalse(
        Arrays.stream(threads()).anyMatch(t -> t != null && t.getName().contains("-batch-")));
  }

  private static Thread[] threads() {
    Thread[] all = new Thread[Thread.activeCount() + 10];
    Thread.enumerate(all);
    return all;
  }

  @Test
  void theStatusOfARowIsThatOfItsFile() throws IOException {
    fields(2);
    BatchRequest request = Fields.request(folder);
    run(request, 2);
    Files.delete(folder.resolve("out/f01.tif"));
    BatchSummary again = run(request, 2);
    assertEquals(1, again.done());
    assertEquals(1, again.skipped());
    String report = Files.readString(folder.resolve("out").resolve(Report.FILE));
    assertTrue(report.contains("f00.tif," + Status.SKIPPED.name().toLowerCase() + ",Done before."));
  }
}
