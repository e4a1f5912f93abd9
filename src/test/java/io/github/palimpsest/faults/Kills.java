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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills a batch at random instants, and holds what it leaves to an undisturbed run. */
public final class Kills {
  /** After which no more are begun. */
  private static final int MINUTES = Integer.getInteger("faults.minutes", 60);

  private final BatchFolder folder;
  private final Map<String, byte[]> expected;
  private final Random random;
  private final List<Integer> finished = new ArrayList<>();
  private int parts;
  private int after;

  private Kills(BatchFolder folder, long seed) {
    this.folder = folder;
    random = new Random(seed);
    Path whole = folder.output("whole");
    assertEquals(0, folder.here(whole).failed());
    expected = BatchFolder.finals(whole);
    assertFalse(expected.isEmpty());
  }

  /** Kills the batch of a folder of some images. */
  public static String ofFolder(Path root, int images, int kills, long seed) throws Exception {
    BatchFolder folder = BatchFolder.of(root, images, "steps=4 workers=2");
    return new Kills(folder, seed).run(kills);
  }

  /** Kills the batch of one large image. */
  public static String ofLargeImage(Path root, int side, int kills, long seed) throws Exception {
    BatchFolder folder = BatchFolder.large(root, side, "steps=4 workers=2");
    return new Kills(folder, seed).run(kills);
  }

  /** Kills the batch of one OME-Zarr. */
  public static String ofZarr(Path root, int side, int kills, long seed) throws Exception {
    BatchFolder folder = BatchFolder.zarr(root, side, "model=[Test: mean] steps=2 workers=2");
    return new Kills(folder, seed).run(kills);
  }

  private String run(int kills) throws Exception {
    Path child = folder.output("child");
    long start = System.nanoTime();
    Process undisturbed = folder.start(child, "");
    long first = waitForFirst(child, undisturbed) - start;
    assertEquals(0, undisturbed.waitFor(), folder.said());
    long all = System.nanoTime() - start;
    requireAll(child);
    for (int k = 0; k < kills && (System.nanoTime() - start) / 60e9 < MINUTES; k++) {
      Path out = folder.output("out" + k);
      boolean again = random.nextInt(3) == 0;
      for (int n = 0; n < (again ? 2 : 1); n++) {
        Map<String, String> before = marks(out);
        double at = random.nextDouble();
        kill(folder.start(out, ""), (long) (first * 0.6 + at * (all - first * 0.6)));
        check(out, before);
      }
      rerun(out);
      delete(out);
    }
    return String.format(
        Locale.ROOT,
        "%d kills, of which %d after the end; final files there at the kill: %s; unfinished files"
            + " left: %d; undisturbed %.1f s, first file after %.1f s",
        finished.size(),
        after,
        finished,
        parts,
        all / 1e9,
        first / 1e9);
  }

  private static long waitForFirst(Path child, Process process) throws Exception {
    while (BatchFolder.finals(child).isEmpty() && process.isAlive()) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return System.nanoTime();
  }

  private void kill(Process process, long delay) throws Exception {
    if (process.waitFor(delay, TimeUnit.NANOSECONDS)) {
      after++;
      assertEquals(0, process.exitValue(), folder.said());
    }
    process.destroyForcibly().waitFor();
  }

  /** Every file at a final place is whole, and what was there has not been written again. */
  private void check(Path out, Map<String, String> before) {
    Map<String, byte[]> there = BatchFolder.finals(out);
    there.forEach(
        (name, bytes) -> {
          assertNotNull(expected.get(name), name + " should not be there");
          assertArrayEquals(expected.get(name), bytes, name);
        });
    if (folder.isLarge() && !there.isEmpty()) {
      assertEquals(expected.keySet(), there.keySet());
    }
    assertTrue(marks(out).entrySet().containsAll(before.entrySet()), "written again");
    if (Files.exists(folder.report(out))) {
      BatchFolder.rows(folder.report(out));
    }
    finished.add(there.size());
    parts += BatchFolder.parts(out).size();
  }

  private void rerun(Path out) throws IOException {
    Map<String, String> before = marks(out);
    assertEquals(0, folder.here(out).failed());
    requireAll(out);
    assertTrue(marks(out).entrySet().containsAll(before.entrySet()), "written again");
  }

  private void requireAll(Path out) throws IOException {
    Map<String, byte[]> there = BatchFolder.finals(out);
    assertEquals(expected.keySet(), there.keySet());
    there.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    assertEquals(List.of(), BatchFolder.parts(out));
    if (!folder.isLarge()) {
      assertEquals(expected.size(), BatchFolder.rows(folder.report(out)).size());
      assertFalse(Files.exists(out.resolve(".palimpsest.lock")));
    }
  }

  private static Map<String, String> marks(Path out) {
    Map<String, String> marks = new TreeMap<>();
    BatchFolder.finals(out)
        .keySet()
        .forEach(
            name -> marks.put(name, BatchFolder.mark(name.isEmpty() ? out : out.resolve(name))));
    return marks;
  }

  private static void delete(Path output) throws IOException {
    if (Files.exists(output)) {
      try (Stream<Path> all = Files.walk(output)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
