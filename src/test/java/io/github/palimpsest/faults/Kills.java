package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Kills a batch at random instants, and holds what it leaves to an undisturbed run. Half of the
 * instants are events that are seen in the output's folder, half are times between the first and
 * the last of them; a kill counts only if the process was still at work.
 */
public final class Kills {
  /** After which no more are begun. */
  private static final int MINUTES = Integer.getInteger("faults.minutes", 60);

  /** How a process ends that was killed. */
  private static final int KILLED = 128 + 9;

  /** Starts for each kill at most, those counted that end before they are killed. */
  private static final int STARTS = 3;

  private final BatchFolder batch;
  private final long seed;
  private final Random random;
  private final Map<String, byte[]> expected;
  private final Map<String, Integer> found = new TreeMap<>();
  private int events;
  private long nanos;
  private int hits;
  private int late;

  private Kills(BatchFolder batch, long seed) {
    this.batch = batch;
    this.seed = seed;
    random = new Random(seed);
    Path whole = batch.output("whole");
    assertEquals(0, batch.here(whole).failed());
    expected = BatchFolder.finals(whole);
    assertFalse(expected.isEmpty());
  }

  /** Kills the batch of a folder of some images. */
  public static String ofFolder(Path root, int images, int kills, long seed) throws Exception {
    return new Kills(BatchFolder.of(root, images, "steps=2 workers=2"), seed).run(kills);
  }

  /** Kills the batch of one large image in several pieces. */
  public static String ofLargeImage(Path root, int side, int kills, long seed) throws Exception {
    String keys = "steps=2 workers=2 " + BatchFolder.smallTiles(root);
    return new Kills(BatchFolder.large(root, side, keys), seed).run(kills);
  }

  /** Kills the batch of one OME-Zarr in several pieces. */
  public static String ofZarr(Path root, int side, int kills, long seed) throws Exception {
    String keys = "steps=2 workers=2 " + BatchFolder.smallTiles(root);
    return new Kills(BatchFolder.zarr(root, side, keys), seed).run(kills);
  }

  private String run(int kills) throws Exception {
    long start = System.nanoTime();
    undisturbed();
    int rounds = 0;
    while (hits < kills
        && hits + late < STARTS * kills
        && (System.nanoTime() - start) / 60e9 < MINUTES) {
      round(batch.output("out" + rounds++ + "/result"));
    }
    String said =
        String.format(
            Locale.ROOT,
            "%d kills that hit, %d that came too late, seed %d, %d outputs; undisturbed %d events"
                + " in %.2f s; left by the kills (final files + unfinished): %s; %.0f s in all",
            hits,
            late,
            seed,
            rounds,
            events,
            nanos / 1e9,
            found,
            (System.nanoTime() - start) / 1e9);
    assertEquals(kills, Math.min(kills, hits), said);
    return said;
  }

  private void undisturbed() throws Exception {
    Path out = batch.output("child/result");
    try (Watch watch = new Watch(batch, out, expected)) {
      assertEquals(0, batch.start(out, "").waitFor(), batch.said());
      watch.require();
      requireAll(out, watch);
      events = watch.events();
      nanos = watch.nanos();
    }
    delete(out.getParent());
  }

  /** One or two kills of one output, and a run to its end. */
  private void round(Path out) throws Exception {
    try (Watch watch = new Watch(batch, out, expected)) {
      int times = random.nextInt(3) == 0 ? 2 : 1;
      for (int n = 1; n <= times; n++) {
        kill(batch.start(out, ""), watch, n);
        watch.require();
        check(out);
      }
      assertEquals(0, batch.here(out).failed());
      watch.require();
      requireAll(out, watch);
    }
    delete(out.getParent());
  }

  private void kill(Process process, Watch watch, int time) throws Exception {
    double at = random.nextDouble() / time;
    if (random.nextBoolean()) {
      watch.kill(process, 1 + (int) (at * (events - 1)), random.nextInt(2_000_000));
    } else {
      watch.kill(process, 1, (long) (at * nanos));
    }
    int status = process.waitFor();
    if (status == KILLED) {
      hits++;
    } else {
      late++;
      assertEquals(0, status, batch.said());
    }
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

  private void requireAll(Path out, Watch watch) throws IOException {
    Map<String, byte[]> there = BatchFolder.finals(out);
    assertEquals(expected.keySet(), there.keySet());
    there.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    assertEquals(expected.keySet().size(), watch.appeared(), "not all of them were seen");
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
