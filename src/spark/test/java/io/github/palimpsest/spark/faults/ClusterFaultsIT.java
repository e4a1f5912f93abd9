package io.github.palimpsest.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.spark.Fields;
import io.github.palimpsest.spark.Folders;
import io.github.palimpsest.spark.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may happen to a cluster, and what must be there afterwards: the files of an undisturbed run,
 * each written once.
 */
class ClusterFaultsIT {
  private static final int FIELDS = Integer.getInteger("faults.fields", 40);
  private static final String KEYS = "steps=2";
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir static Path temp;
  private static Path in;
  private static Map<String, String> right;

  @BeforeAll
  static void undisturbed() throws Exception {
    in = temp.resolve("in");
    Fields.write(in, FIELDS, 64);
    Path out = temp.resolve("undisturbed");
    BatchRun.run(new BatchRequest(in, out, null, null, Request.of("steps", 2)), 1, Monitor.SILENT);
    right = Folders.bytes(out);
    assertEquals(FIELDS, right.size());
  }

  private List<String> arguments(Path out) {
    return List.of(in.toString(), out.toString(), KEYS);
  }

  private static void ends(Processes cluster, String name, Process driver) throws Exception {
    assertTrue(driver.waitFor(LONG.toMinutes(), TimeUnit.MINUTES), () -> name + " goes on");
    assertEquals(0, driver.exitValue(), cluster.log(name));
  }

  private static void awaitFinished(Path out, long count, Process driver) throws Exception {
    Processes.await(
        LONG, () -> Folders.finished(out) >= count || !driver.isAlive() ? Boolean.TRUE : null);
  }

  private static Map<String, FileTime> times(Path out) throws Exception {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tif")).toList()) {
        times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private void assertWhole(Path out, Map<String, FileTime> before) throws Exception {
    assertEquals(right, Folders.bytes(out));
    Map<String, FileTime> now = times(out);
    before.forEach((name, time) -> assertEquals(time, now.get(name), name + " was made twice"));
  }

  /** The machine of a worker goes dark in the middle of a task, and comes back. */
  @Test
  void aKilledWorker() throws Exception {
    Path out = temp.resolve("worker");
    try (Processes cluster = new Processes(temp.resolve("spark-worker"), 2)) {
      Process driver = cluster.submit("driver", List.of(), arguments(out));
      Map<String, FileTime> before = new HashMap<>();
      for (int k = 0; k < 3; k++) {
        awaitFinished(out, FIELDS * (k + 1) / 5, driver);
        before.putAll(times(out));
        cluster.kill(k);
        cluster.addWorker();
      }
      ends(cluster, "driver", driver);
      assertWhole(out, before);
    }
  }

  /** The driver is killed at three instants; nothing half-written is there, ever. */
  @Test
  void aKilledDriver() throws Exception {
    Path out = temp.resolve("driver");
    try (Processes cluster = new Processes(temp.resolve("spark-driver"), 2)) {
      Map<String, FileTime> before = new HashMap<>();
      for (int k = 0; k < 3; k++) {
        Process driver = cluster.submit("driver" + k, List.of(), arguments(out));
        awaitFinished(out, FIELDS * (k + 1) / 5, driver);
        driver.destroyForcibly().waitFor();
        Map<String, String> there = Folders.bytes(out);
        there.keySet().removeIf(name -> name.endsWith(".part"));
        there.forEach((name, hash) -> assertEquals(right.get(name), hash, name));
        before.putAll(times(out));
      }
      ends(cluster, "last", cluster.submit("last", List.of(), arguments(out)));
      assertWhole(out, before);
    }
  }

  private static int sh(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** The disk of one of two machines is too small for what is sent to it. */
  @Test
  void aWorkerWhoseDiskIsFull() throws Exception {
    Path out = temp.resolve("full");
    Path disk = Files.createDirectories(temp.resolve("disk"));
    boolean mounted = sh("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "a small disk can only be made by root, where that is allowed");
    try (Processes cluster = new Processes(temp.resolve("spark-full"), 1)) {
      cluster.addWorker(disk, List.of());
      Process driver = cluster.submit("driver", List.of(), arguments(out));
      ends(cluster, "driver", driver);
      assertTrue(cluster.log("driver").contains("No space left"), "the disk was large enough");
      assertWhole(out, Map.of());
    } finally {
      sh("umount", "-l", disk.toString());
    }
  }

  /** One of two machines has another disk at the output's place: nothing of it is taken. */
  @Test
  void aWorkerThatDoesNotSeeTheOutput() throws Exception {
    Path out = Files.createDirectories(temp.resolve("unseen"));
    assumeTrue(sh("unshare", "-m", "true") == 0, "only root can, where that is allowed");
    String own = "mount --make-rprivate / && mount -t tmpfs tmpfs \"$1\" && shift && exec \"$@\"";
    try (Processes cluster = new Processes(temp.resolve("spark-unseen"), 0)) {
      cluster.addWorker(
          temp.resolve("spark-unseen/apart"),
          List.of("unshare", "-m", "sh", "-c", own, "sh", out.toString()));
      Process driver = cluster.submit("driver", List.of(), arguments(out));
      assertTrue(driver.waitFor(LONG.toMinutes(), TimeUnit.MINUTES));
      String said = cluster.log("driver");
      assertEquals(1, driver.exitValue(), said);
      assertTrue(said.contains("does not see the output"), said);
    }
    assertEquals(Map.of(), Folders.bytes(out));
    try (Processes cluster = new Processes(temp.resolve("spark-seen"), 1)) {
      ends(cluster, "driver", cluster.submit("driver", List.of(), arguments(out)));
    }
    assertWhole(out, Map.of());
  }

  /** A machine stands still; its task is done by the other one, too. */
  @Test
  void aFrozenExecutor() throws Exception {
    Path out = temp.resolve("frozen");
    List<String> options =
        List.of(
            "spark.speculation=true",
            "spark.speculation.interval=100ms",
            "spark.speculation.quantile=0.5",
            "spark.speculation.multiplier=2");
    try (Processes cluster = new Processes(temp.resolve("spark-frozen"), 2)) {
      Process driver = cluster.submit("driver", options, arguments(out));
      awaitFinished(out, FIELDS / 4, driver);
      ProcessHandle frozen = cluster.executors().get(0);
      new ProcessBuilder("kill", "-STOP", String.valueOf(frozen.pid())).start().waitFor();
      ends(cluster, "driver", driver);
      // without the other one, Spark would wait two minutes and give the machine up
      assertFalse(cluster.log("driver").contains("no recent heartbeats"));
      assertWhole(out, Map.of());
    }
  }
}
