package io.github.palimpsest.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchPlan;
import io.github.palimpsest.batch.BatchProgress;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.ItemResult;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.Report;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark inside one process. */
class LocalIT {
  @TempDir Path temp;

  @BeforeAll
  static void quiet() {
    SparkStart.quiet();
  }

  @Test
  void givesTheBytesOfOneProcessAndDoesNothingTwice() throws Exception {
    Path in = temp.resolve("in");
    Fields.write(in, 3, 64);
    Files.writeString(in.resolve("zz.tif"), "no image");
    BatchRequest alone = Folders.request(in, temp.resolve("alone"));
    BatchRequest spark = Folders.request(in, temp.resolve("spark"));
    BatchRun.run(alone, 1, Monitor.SILENT);

    BatchSummary first = run(spark);
    assertEquals(3, first.done());
    assertEquals(1, first.failed());
    assertEquals(2, first.exitStatus());
    assertEquals(Folders.bytes(alone.output()), Folders.bytes(spark.output()));
    assertEquals(Folders.rows(alone.output()), Folders.rows(spark.output()));

    BatchSummary second = run(spark);
    assertEquals(0, second.done());
    assertEquals(3, second.skipped());
  }

  private static BatchSummary run(BatchRequest request) {
    return new SparkBatch(request, Monitor.SILENT).run(() -> new Cluster(2));
  }

  /** A worker whose first results are not what they say; those of one image never are. */
  private record Garbage(ItemTask work, String other) implements TaskWork<BatchItem, ItemResult> {
    static final Map<String, Integer> ATTEMPTS = new ConcurrentHashMap<>();

    @Override
    public ItemResult run(BatchItem item, Monitor monitor) {
      ItemResult result = work.run(item, monitor);
      Path part = Path.of(result.part().path());
      boolean never = item.name().equals("field-001.tif");
      try {
        switch (ATTEMPTS.merge(item.name(), 1, Integer::sum)) {
          case 1 -> Files.write(part, new byte[0]);
          case 2 -> {
            byte[] bytes = Files.readAllBytes(part);
            bytes[bytes.length / 2] ^= 1;
            Files.write(part, bytes);
          }
          case 3 -> {
            // whole and as it says, but of another image
            Files.delete(part);
            return work.run(new BatchItem(item.name(), other, null, item.output()), monitor);
          }
          default -> {
            if (never) {
              Files.write(part, new byte[] {1}, StandardOpenOption.APPEND);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return result;
    }
  }

  @Test
  void whatIsNotAsItsMakerSaysIsMadeAgain() throws Exception {
    Path in = temp.resolve("in");
    Fields.write(in, 2, 64);
    Path other = temp.resolve("other");
    Fields.write(other, 3, 64);
    BatchRequest alone = Folders.request(in, temp.resolve("alone"));
    BatchRequest request = Folders.request(in, temp.resolve("out"));
    BatchRun.run(alone, 1, Monitor.SILENT);
    Report report = new Report(request.output());
    BatchPlan plan = BatchPlan.of(request);
    try (Outputs outputs = Outputs.open(request.output(), Monitor.SILENT::warn);
        Cluster cluster = new Cluster(2)) {
      BatchProgress progress = new BatchProgress(report, 2, Monitor.SILENT);
      Sent sent = cluster.send(request.values(), in.resolve("field-000.tif"), request.output());
      ItemTask work = new ItemTask(request.toJson(), sent, Counters.in(cluster.spark()));
      SparkTasks.runAll(
          cluster.spark(),
          plan.items(),
          new Garbage(work, other.resolve("field-002.tif").toString()),
          new ItemTaker(outputs, new ItemWork(request), progress),
          Monitor.SILENT);
      progress.end();
    }
    assertEquals(Map.of("field-000.tif", 4, "field-001.tif", 4), Garbage.ATTEMPTS);
    assertEquals(
        Files.readString(alone.output().resolve("field-000.tif"), java.nio.charset.StandardCharsets.ISO_8859_1),
        Files.readString(request.output().resolve("field-000.tif"), java.nio.charset.StandardCharsets.ISO_8859_1));
    assertEquals(java.util.Set.of("field-000.tif"), Folders.bytes(request.output()).keySet());
    assertTrue(Folders.rows(request.output()).get(2).contains("has not the length it was given"));
  }

  @Test
  void aWorkerThatSeesOtherFoldersIsRefusedInOneSentence() throws Exception {
    Path source = Files.writeString(temp.resolve("a.tif"), "a");
    SharedFolders shared = SharedFolders.of(source, temp);
    Files.writeString(source, "another disk");
    BadInput refused = assertThrows(BadInput.class, shared::check);
    assertTrue(refused.getMessage().contains("does not see the input"), refused.getMessage());
    shared.remove();
    refused = assertThrows(BadInput.class, shared::check);
    assertTrue(refused.getMessage().contains("does not see the output"), refused.getMessage());
    assertFalse(Files.exists(Path.of(shared.probe())));
  }
}
