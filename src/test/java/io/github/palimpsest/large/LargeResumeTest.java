package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.RefusedPart;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ended too early goes on from its patches, and from no others. */
class LargeResumeTest {
  @TempDir Path folder;
  private LargeFiles files;
  private Request values;

  @BeforeEach
  void begin() throws IOException {
    files = new LargeFiles(folder);
    values = LargeFiles.quickValues(folder);
    files.image("8-bit", 1, 2, 1);
    files.mask(2);
  }

  private Path patches() {
    return folder.resolve("out.tif.pieces.part");
  }

  private LargeJob job() {
    return LargeJob.begin(files.request(values), Monitor.SILENT);
  }

  /** Stops a run when it says something. */
  private static QuietMonitor stopsAt(String words) {
    return new QuietMonitor() {
      @Override
      public void status(String said) {
        if (said.startsWith(words)) {
          stop();
        }
      }
    };
  }

  @Test
  void stoppedItGoesOnWhereItWas() throws IOException {
    files.run(values);
    byte[] undisturbed = Files.readAllBytes(files.output);
    Files.delete(files.output);

    assertThrows(
        Cancelled.class, () -> LargeFiles.run(files.request(values), 1, stopsAt("Batch: 1/")));
    assertFalse(Files.exists(files.output));
    File[] kept = patches().toFile().listFiles();
    List<String> named =
        Stream.of(kept).map(File::getName).filter(n -> n.endsWith(".patch")).toList();
    // the next one may have been painted by then
    assertFalse(named.isEmpty());

    Path patch = patches().resolve(named.get(0));
    Object written = Files.getAttribute(patch, "unix:ino");
    try (LargeJob job = job()) {
      assertEquals(job.plan().tasks().size() - named.size(), job.tasks().size());
      assertEquals(written, Files.getAttribute(patch, "unix:ino"));
    }
    files.run(values);
    assertArrayEquals(undisturbed, Files.readAllBytes(files.output));
  }

  @Test
  void aStopEndsReadingAndCopyingToo() throws IOException {
    for (String words :
        List.of("Batch: reading the mask", "Reading the range", "Batch: copying cells.tif")) {
      assertThrows(
          Cancelled.class,
          () -> LargeFiles.run(files.request(values.without(Param.RANGE)), 1, stopsAt(words)),
          words);
      assertFalse(Files.exists(files.output));
      try (Stream<Path> all = Files.list(folder)) {
        assertTrue(all.noneMatch(f -> f.getFileName().toString().matches(".*-.*\\.part")), words);
      }
    }
  }

  @Test
  void refusesADamagedPatch() throws Exception {
    try (LargeJob job = job();
        LargeWork work = job.plan().open(Monitor.SILENT)) {
      LargeTask task = job.tasks().get(0);
      TaskResult made = work.run(task, Monitor.SILENT);
      assertEquals(made.report(), job.take(task, made, true));
      Path patch = Path.of(made.part().path());
      byte[] bytes = Files.readAllBytes(patch);
      bytes[bytes.length / 2] ^= 1;
      Files.write(patch, bytes);
      assertThrows(RefusedPart.class, () -> job.take(task, made, true));
      TaskResult none = TaskResult.only(made.report());
      assertThrows(RefusedPart.class, () -> job.take(task, none, false));
      assertEquals(task, job.tasks().get(0));
      job.failed(task, "It failed.");
      BatchSummary summary = job.finish(Monitor.SILENT);
      assertEquals(1, summary.failed());
      assertEquals(2, summary.exitStatus());
      assertFalse(Files.exists(files.output));
    }
  }

  @Test
  void refusesASourceThatChangesMeanwhile() throws Exception {
    try (LargeJob job = job();
        LargeWork work = job.plan().open(Monitor.SILENT)) {
      for (LargeTask task : job.tasks()) {
        job.take(task, work.run(task, Monitor.SILENT), false);
      }
      Files.setLastModifiedTime(files.masks, FileTime.fromMillis(1));
      BatchSummary summary = job.finish(Monitor.SILENT);
      assertEquals(1, summary.failed());
      assertTrue(summary.failures().get(0).message().contains("changed meanwhile"));
      assertFalse(Files.exists(files.output));
    }
    // what was made of the old mask does not count
    try (LargeJob job = job()) {
      assertEquals(job.plan().tasks().size(), job.tasks().size());
    }
  }
}
