package io.github.palimpsest.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.FolderJob;
import io.github.palimpsest.batch.Job;
import io.github.palimpsest.batch.TaskPlan;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.batch.TaskRun;
import io.github.palimpsest.batch.TaskWork;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeJob;
import io.github.palimpsest.model.onnx.Natives;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
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

  @AfterEach
  void nothingStaysOpen() {
    assertEquals(0, Natives.leases());
    assertEquals(0, Natives.calls());
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
    try (FolderJob job = FolderJob.begin(request, Monitor.SILENT)) {
      return new SparkRun<>(job, Monitor.SILENT).run(() -> new Cluster(2));
    }
  }

  @Test
  void aLargeImageHasTheBytesOfOneProcess() throws Exception {
    Fields.write(temp, 1, 64);
    ByteProcessor marked = new ByteProcessor(64, 64);
    marked.setValue(255);
    marked.fill(new OvalRoi(20, 30, 14, 10));
    Path mask = temp.resolve("mask.tif");
    Files.write(mask, new FileSaver(new ImagePlus("mask", marked)).serialize());
    BatchRequest alone = large(temp.resolve("alone.tif"), mask);
    try (LargeJob job = LargeJob.begin(alone, Monitor.SILENT)) {
      assertEquals(1, BatchRun.run(job, 1, Monitor.SILENT).done());
    }
    BatchRequest spark = large(temp.resolve("spark.tif"), mask);
    try (LargeJob job = LargeJob.begin(spark, Monitor.SILENT)) {
      assertEquals(1, new SparkRun<>(job, Monitor.SILENT).run(() -> new Cluster(2)).done());
    }
    assertArrayEquals(Files.readAllBytes(alone.output()), Files.readAllBytes(spark.output()));
  }

  private BatchRequest large(Path output, Path mask) {
    Path input = temp.resolve("field-000.tif");
    return new BatchRequest(input, output, null, mask.toString(), Request.of("steps", 1));
  }

  /**
   * Whoever opens it gives first results that are not what they say; those of one image never are.
   *
   * @param plan of the job
   * @param other an image of no task
   */
  private record Garbage(TaskPlan<BatchItem> plan, String other) implements TaskPlan<BatchItem> {
    static final Map<String, Integer> ATTEMPTS = new ConcurrentHashMap<>();

    @Override
    public TaskWork<BatchItem> open(Monitor monitor) {
      TaskWork<BatchItem> work = plan.open(monitor);
      return new TaskWork<>() {
        @Override
        public TaskRun begin(BatchItem item) {
          int attempt = ATTEMPTS.merge(item.name(), 1, Integer::sum);
          // whole and as it says, but of another image
          BatchItem made =
              attempt == 3 ? new BatchItem(item.name(), other, null, item.output()) : item;
          TaskResult result = work.run(made, Monitor.SILENT);
          damage(Path.of(result.part().path()), item.name(), attempt);
          return new Made(result);
        }

        @Override
        public void close() {
          work.close();
        }
      };
    }

    private static void damage(Path part, String name, int attempt) {
      try {
        if (attempt == 1) {
          Files.write(part, new byte[0]);
        } else if (attempt == 2) {
          byte[] bytes = Files.readAllBytes(part);
          bytes[bytes.length / 2] ^= 1;
          Files.write(part, bytes);
        } else if (attempt == 4 && name.equals("field-001.tif")) {
          Files.write(part, new byte[] {1}, StandardOpenOption.APPEND);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A task that was done when it was begun. */
  private record Made(TaskResult result) implements TaskRun {
    @Override
    public double unread() {
      return 0;
    }

    @Override
    public void read() {}

    @Override
    public double held() {
      return 0;
    }

    @Override
    public MemoryEstimate need() {
      return null;
    }

    @Override
    public void paint(Monitor monitor) {}

    @Override
    public TaskResult write() {
      return result;
    }
  }

  /** A job whose tasks are done by somebody else. */
  @SuppressWarnings("unchecked")
  private static Job<BatchItem> by(TaskPlan<BatchItem> plan, FolderJob own) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          try {
            return method.getName().equals("plan") ? plan : method.invoke(own, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Job<BatchItem>)
        Proxy.newProxyInstance(Job.class.getClassLoader(), new Class<?>[] {Job.class}, handler);
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
    try (FolderJob own = FolderJob.begin(request, Monitor.SILENT)) {
      String third = other.resolve("field-002.tif").toString();
      BatchSummary summary =
          new SparkRun<>(by(new Garbage(own.plan(), third), own), Monitor.SILENT)
              .run(() -> new Cluster(2));
      assertEquals(List.of(1L, 1L), List.of(summary.done(), summary.failed()));
    }
    assertEquals(Map.of("field-000.tif", 4, "field-001.tif", 4), Garbage.ATTEMPTS);
    assertArrayEquals(
        Files.readAllBytes(alone.output().resolve("field-000.tif")),
        Files.readAllBytes(request.output().resolve("field-000.tif")));
    assertEquals(Set.of("field-000.tif"), Folders.bytes(request.output()).keySet());
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
