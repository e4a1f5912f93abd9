package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Ends a batch at random instants, and holds what it leaves to an undisturbed run. An instant is a
 * short time after an event in the output's folder; it counts only if the process was at work.
 *
 * <p>To start a process takes much longer than to kill it. So one may serve several instants: at
 * all but the last it is frozen, its files are copied as they are then, and it goes on. They are
 * what it would have left if it had been killed there; at the last it is.
 */
public final class Kills {
  /** After which no more are begun. */
  private static final int MINUTES = Integer.getInteger("faults.minutes", 60);

  /** How a process ends that was killed. */
  private static final int KILLED = 128 + 9;

  /** Starts for each kill at most, those counted that end before they are killed. */
  private static final int STARTS = 3;

  private static final long SHORT = 10_000_000;

  private final BatchFolder batch;
  private final long seed;
  private final Random random;
  private final Map<String, byte[]> expected;
  private final int each;
  private final Map<String, Integer> found = new TreeMap<>();
  private int events;
  private long nanos;
  private int hits;
  private int killed;
  private int late;

  private Kills(BatchFolder batch, int each, long seed) {
    this.batch = batch;
    this.each = each;
    this.seed = seed;
    random = new Random(seed);
    Path whole = batch.output("whole");
    assertEquals(0, batch.here(whole).failed());
    expected = BatchFolder.finals(whole);
    assertFalse(expected.isEmpty());
  }

  /**
   * Ends the batch of a folder of some images.
   *
   * @param instants that must hit
   * @param each of one process at most; 1 kills at every one of them
   */
  public static String ofFolder(Path root, int images, int instants, int each, long seed)
      throws Exception {
    return new Kills(BatchFolder.of(root, images, "steps=2 workers=2"), each, seed).run(instants);
  }

  /** The same of one large image in several pieces. */
  public static String ofLargeImage(Path root, int side, int instants, int each, long seed)
      throws Exception {
    String keys = "steps=2 workers=2 " + Inputs.smallTiles(root);
    return new Kills(BatchFolder.large(root, side, keys), each, seed).run(instants);
  }

  /** The same of one OME-Zarr in several pieces. */
  public static String ofZarr(Path root, int side, int instants, int each, long seed)
      throws Exception {
    String keys = "steps=2 workers=2 " + Inputs.smallTiles(root);
    return new Kills(BatchFolder.zarr(root, side, keys), each, seed).run(instants);
  }

  private String run(int instants) throws Exception {
    long start = System.nanoTime();
    undisturbed();
    int rounds = 0;
    while (hits < instants
        && hits + late < STARTS * instants
        && (System.nanoTime() - start) / 60e9 < MINUTES) {
      round(batch.output("out" + rounds++ + "/result"));
    }
    String said =
        String.format(
            Locale.ROOT,
            "%d instants (%d kills, else frozen), %d kills too late, seed %d, %d outputs;"
                + " undisturbed %d events in %.2f s; left (final files + unfinished): %s; %.0f s",
            hits,
            killed,
            late,
            seed,
            rounds,
            events,
            nanos / 1e9,
            found,
            (System.nanoTime() - start) / 1e9);
    assertEquals(instants, Math.min(instants, hits), said);
    return said;
  }

  private void undisturbed() throws Exception {
    Path out = batch.output("child/result");
    try (Watch watch = new Watch(batch, out, expected)) {
      assertEquals(0, batch.start(out, "").waitFor(), batch.said());
      watch.require();
      requireAll(out);
      events = watch.events();
      nanos = watch.nanos();
    }
    delete(out.getParent());
  }

  /** Some instants of one output, and for each of them a run from there to the end. */
  private void round(Path out) throws Exception {
    List<Path> frozen = new ArrayList<>();
    try (Watch watch = new Watch(batch, out, expected)) {
      int times = random.nextInt(3) == 0 ? 2 : 1;
      for (int n = 1; n <= times; n++) {
        watch.restart();
        end(batch.start(out, ""), out, watch, n, frozen);
        watch.require();
        check(out);
      }
      assertEquals(0, batch.here(out).failed());
      watch.require();
      assertEquals(expected.size(), watch.appeared(), "not all of them were seen");
      requireAll(out);
    }
    for (Path copy : frozen) {
      delete(out.getParent());
      Files.move(copy, out.getParent());
      check(out);
      Map<String, String> before = BatchFolder.marks(out);
      assertEquals(0, batch.here(out).failed());
      requireAll(out);
      assertTrue(BatchFolder.marks(out).entrySet().containsAll(before.entrySet()), "made again");
    }
    delete(out.getParent());
  }

  private void end(Process process, Path out, Watch watch, int time, List<Path> frozen)
      throws Exception {
    // one that goes on has less to do; the last instant of several is to be a kill
    int most = Math.max(2, events * (each > 1 ? 3 : 4) / 4 / time);
    int[] instants = random.ints(each, 1, most).sorted().toArray();
    for (int k = 0; k < each; k++) {
      watch.await(instants[k], process);
      // most events come close behind each other; before the first image there is a long wait
      double longest = random.nextInt(4) == 0 ? nanos / 4.0 / each : SHORT;
      LockSupport.parkNanos((long) (random.nextDouble() * longest));
      if (k < each - 1 && stop(process)) {
        frozen.add(copy(out.getParent(), "frozen" + frozen.size()));
        hits++;
        FullDisk.sh("kill", "-CONT", "" + process.pid());
      }
    }
    int status = process.destroyForcibly().waitFor();
    if (status == KILLED) {
      hits++;
      killed++;
    } else {
      late++;
      assertEquals(0, status, batch.said());
    }
  }

  /** Whether a process stands still now; false if it has ended. */
  private static boolean stop(Process process) throws Exception {
    FullDisk.sh("kill", "-STOP", "" + process.pid());
    Path threads = Path.of("/proc/" + process.pid() + "/task");
    while (process.isAlive()) {
      boolean still = true;
      try (Stream<Path> all = Files.list(threads)) {
        for (Path thread : all.toList()) {
          still &= Files.readString(thread.resolve("stat")).matches("(?s).*\\) [Tt] .*");
        }
      } catch (IOException e) {
        still = false; // a thread ends
      }
      if (still) {
        return true;
      }
    }
    return false;
  }

  private static Path copy(Path folder, String name) throws IOException {
    Path to = folder.resolveSibling(folder.getFileName() + name);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(folder.relativize(each).toString()));
      }
    }
    return to;
  }

  /** Every file at a final place is whole. */
  private void check(Path out) {
    Map<String, byte[]> there = BatchFolder.finals(out);
    there.forEach(
        (name, bytes) -> {
          assertNotNull(expected.get(name), name + " should not be there");
          assertArrayEquals(expected.get(name), bytes, name);
        });
    if (batch.isLarge() && !there.isEmpty()) {
      assertEquals(expected.keySet(), there.keySet());
    }
    if (Files.exists(batch.report(out))) {
      BatchFolder.rows(batch.report(out));
    }
    found.merge(there.size() + "+" + BatchFolder.parts(out).size(), 1, Integer::sum);
  }

  private void requireAll(Path out) throws IOException {
    Map<String, byte[]> there = BatchFolder.finals(out);
    assertEquals(expected.keySet(), there.keySet());
    there.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    assertEquals(List.of(), BatchFolder.parts(out));
    List<String> rows = BatchFolder.rows(batch.report(out));
    if (!batch.isLarge()) {
      assertEquals(expected.size(), rows.size());
      assertFalse(Files.exists(out.resolve(".palimpsest.lock")));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
