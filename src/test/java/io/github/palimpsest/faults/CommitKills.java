package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills a batch of an OME-Zarr while it replaces what it made of it with other values. */
final class CommitKills {
  private final BatchFolder folder;
  private final Path older;
  private final Map<String, byte[]> old;
  private final Map<String, byte[]> made;
  private final Random random;
  private final Map<String, Integer> found = new TreeMap<>();
  private int hits;
  private int late;

  private CommitKills(Path root, long seed) throws IOException {
    random = new Random(seed);
    folder = BatchFolder.zarr(root, 1024, "model=[Test: mean] steps=2 workers=2");
    older = folder.output("older");
    assertEquals(0, folder.with("grow=3").here(older).failed());
    old = BatchFolder.finals(older);
    Path whole = folder.output("whole");
    assertEquals(0, folder.here(whole).failed());
    made = BatchFolder.finals(whole);
  }

  /** Kills it some times, each at an instant between the first byte of the new one and the end. */
  static String run(Path root, int kills, long seed) throws Exception {
    CommitKills all = new CommitKills(root, seed);
    long nanos = all.undisturbed();
    for (int k = 0; all.hits < kills && k < 3 * kills; k++) {
      all.kill(all.begun("out" + k), (long) (all.random.nextDouble() * nanos));
    }
    String said =
        String.format(
            "%d kills that hit, %d that came too late, seed %d, within %d ms; left by the kills"
                + " (which output + unfinished): %s",
            all.hits, all.late, seed, nanos / 1_000_000, all.found);
    assertEquals(kills, all.hits, said);
    return said;
  }

  /** An output of older values that is being replaced. */
  private record Begun(Path out, Process process) {}

  private Begun begun(String name) throws Exception {
    Path out = folder.output(name);
    try (Stream<Path> all = Files.walk(older)) {
      for (Path from : all.toList()) {
        Path to = out.resolve(older.relativize(from).toString());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    // with its times and its note it is known as what the batch left
    Files.copy(note(older), note(out));
    Process process = folder.start(out, "");
    while (process.isAlive() && BatchFolder.parts(out).stream().noneMatch(CommitKills::isCopy)) {
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
    return new Begun(out, process);
  }

  private static Path note(Path output) {
    return output.resolveSibling("." + BatchFolder.name(output) + ".written");
  }

  private static boolean isCopy(Path part) {
    return !part.toString().endsWith(".pieces.part");
  }

  private long undisturbed() throws Exception {
    Begun run = begun("child");
    long start = System.nanoTime();
    assertEquals(0, run.process().waitFor(), folder.said());
    assertSame(made, run.out());
    return System.nanoTime() - start;
  }

  private void kill(Begun run, long delay) throws Exception {
    run.process().waitFor(delay, TimeUnit.NANOSECONDS);
    int status = run.process().destroyForcibly().waitFor();
    hits += status == 0 ? 0 : 1;
    late += status == 0 ? 1 : 0;
    Path out = run.out();
    String left = "nothing";
    if (Files.exists(out)) {
      byte[] record = Files.readAllBytes(out.resolve("zarr.json"));
      left = Arrays.equals(record, old.get("zarr.json")) ? "old" : "new";
      assertSame(left.equals("old") ? old : made, out);
    }
    found.merge(left + "+" + BatchFolder.parts(out).size(), 1, Integer::sum);
    if (random.nextBoolean()) {
      // with the older values again: what was killed is no hindrance
      assertEquals(0, folder.with("grow=3").here(out).failed());
      assertSame(old, out);
    }
    assertEquals(0, folder.here(out).failed());
    assertSame(made, out);
    assertEquals(List.of(), BatchFolder.parts(out));
  }

  private static void assertSame(Map<String, byte[]> expected, Path out) {
    Map<String, byte[]> there = BatchFolder.finals(out);
    assertEquals(expected.keySet(), there.keySet());
    there.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
  }
}
