package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.check.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches in processes of their own: stopped, beside each other, on full and read-only disks. */
class ProcessFaultsTest {
  private static final String QUICK = "model=[Test: mean] steps=2 workers=2";

  private static final List<Map.Entry<String, Integer>> SIGNALS =
      List.of(Map.entry("TERM", 15), Map.entry("HUP", 1), Map.entry("INT", 2));

  private static final Pattern CALL =
      Pattern.compile("(write|pwrite64|sendfile|fsync)\\(\\d+<([^>]*)>");

  /** A result, a report or a patch, not a file of a copy. */
  private static final Pattern FINAL =
      Pattern.compile(".* out/result(\\.tif|/.*|\\.report\\.csv|\\.[a-z.]*/.*\\.patch)?");

  private static final Pattern RENAME = Pattern.compile("rename\\(\"([^\"]*)\", \"([^\"]*)\"");

  @TempDir Path root;

  private static void assertSame(Map<String, byte[]> expected, Path out) {
    Map<String, byte[]> there = BatchFolder.finals(out);
    assertEquals(expected.keySet(), there.keySet());
    there.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    assertEquals(List.of(), BatchFolder.parts(out));
  }

  private static int sh(String... command) throws Exception {
    return FullDisk.sh(command);
  }

  private static boolean waitFor(Process process, Path place, Predicate<Path> there)
      throws Exception {
    while (process.isAlive()) {
      if (there.test(place)) {
        return true;
      }
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
    return there.test(place);
  }

  @Test
  void aSignalAtAnyInstantKeepsWhatIsFinished() throws Exception {
    BatchFolder folder = BatchFolder.of(root, 8, "steps=4 workers=2");
    Path whole = root.resolve("whole");
    folder.here(whole);
    Map<String, byte[]> expected = BatchFolder.finals(whole);
    Random random = new Random(3);
    int stopped = 0;
    for (int k = 0; k < Integer.getInteger("faults.interrupts", 6); k++) {
      Path out = root.resolve("out" + k);
      Process process = folder.start(out, "");
      int n = random.nextInt(4);
      assertTrue(
          waitFor(
              process, out, at -> n == 0 ? Files.exists(at) : BatchFolder.finals(at).size() >= n),
          folder.said());
      // who starts the tests in the background has switched INT off for all of them
      Map.Entry<String, Integer> signal = SIGNALS.get(k % SIGNALS.size());
      sh("kill", "-" + signal.getKey(), Long.toString(process.pid()));
      int status = process.waitFor();
      assertTrue(status == 0 || status == 128 + signal.getValue(), folder.said());
      stopped += status > 0 ? 1 : 0;
      assertEquals(List.of(), BatchFolder.parts(out));
      Map<String, byte[]> there = BatchFolder.finals(out);
      there.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
      if (status > 0 && Files.exists(out.resolve("report.csv"))) {
        List<String> rows = BatchFolder.rows(out.resolve("report.csv"));
        assertEquals(8, rows.size());
        assertEquals(there.size(), rows.stream().filter(row -> row.contains(",done,")).count());
      }
      Map<String, String> marks = new TreeMap<>();
      there.keySet().forEach(name -> marks.put(name, BatchFolder.mark(out.resolve(name))));
      assertEquals(0, folder.here(out).failed());
      assertSame(expected, out);
      marks.forEach((name, mark) -> assertEquals(mark, BatchFolder.mark(out.resolve(name))));
    }
    assertTrue(stopped > 0);
  }

  @Test
  void nobodyWhoReadsWhatItSaysIsNoHindrance() throws Exception {
    BatchFolder folder = BatchFolder.of(root, 4, QUICK);
    Path out = root.resolve("out");
    String closed = "set -o pipefail; \"$@\" 2>&1 | exec 0<&-";
    var jvm = BatchFolder.jvm().under("bash", "-c", closed, "bash");
    assertEquals(0, folder.start(jvm, out, "").waitFor());
    assertEquals(4, BatchFolder.finals(out).size());
    assertEquals(4, BatchFolder.rows(out.resolve("report.csv")).size());
  }

  /** What is renamed is on the disk before: a power failure finds the old file or the new one. */
  @Test
  void nothingIsRenamedThatIsNotOnTheDisk() throws Exception {
    assumeTrue(sh("strace", "-V") == 0, "needs strace");
    BatchFolder folder = BatchFolder.of(root, 3, QUICK);
    renames(folder, "folder", 3 + 1);
    BatchFolder large = BatchFolder.large(root, 400, "model=[Test: mean] steps=2 workers=1");
    renames(large, "large", 2);
    BatchFolder zarr = BatchFolder.zarr(root, 128, "model=[Test: mean] steps=2 workers=1");
    renames(zarr, "zarr", 2);
  }

  /**
   * Looks at the calls of a batch: of every file that gets its final name the last write is
   * followed by an fsync, and that by the rename; then the folder is synchronized.
   *
   * @param least how many are renamed at least
   */
  private void renames(BatchFolder batch, String name, int least) throws Exception {
    Path out = batch.output(name + " out/result");
    Files.createDirectories(out.getParent());
    Path calls = root.resolve(name + ".calls");
    String what = "trace=write,pwrite64,sendfile,fsync,rename";
    var jvm = BatchFolder.jvm().under("strace", "-f", "-y", "-e", what, "-o", calls.toString());
    assertEquals(0, batch.start(jvm, out, "").waitFor(), batch.said());
    Map<String, String> last = new TreeMap<>();
    int renamed = 0;
    for (String line : Files.readAllLines(calls)) {
      Matcher call = CALL.matcher(line);
      Matcher rename = RENAME.matcher(line);
      if (call.find()) {
        last.put(call.group(2), call.group(1));
      } else if (!rename.find()) {
        continue;
      } else if (!FINAL.matcher(rename.group(2)).matches()) {
        // within a copy that is not yet at its place
        String done = last.remove(rename.group(1));
        last.put(rename.group(2), done == null ? "rename" : done);
      } else {
        renamed++;
        String part = rename.group(1);
        last.forEach(
            (file, done) -> {
              if (file.equals(part) || file.startsWith(part + "/")) {
                assertEquals("fsync", done, line);
              }
            });
        assertEquals("fsync", last.get(part), line);
        last.put(Path.of(rename.group(2)).getParent().toString(), "renamed in it");
      }
    }
    assertTrue(renamed >= least, renamed + " renamed");
    last.forEach(
        (file, done) -> assertTrue(file.contains("pieces") || !done.startsWith("ren"), file));
  }

  @Test
  void ofTwoBatchesAtOnceOneIsRefused() throws Exception {
    BatchFolder folder = BatchFolder.of(root, 60, "steps=90 workers=1");
    Path out = root.resolve("out");
    Process first = folder.start(out, "");
    assertTrue(waitFor(first, out, at -> Files.exists(at.resolve(".palimpsest.lock"))));
    for (int k = 0; k < 2; k++) {
      String said = assertThrows(BadInput.class, () -> folder.here(out)).getMessage();
      assertTrue(said.contains("another batch"), said);
    }
    // nor when the first stands still
    sh("kill", "-STOP", Long.toString(first.pid()));
    Process second = folder.start(out, "");
    assertEquals(1, second.waitFor(), folder.said());
    sh("kill", "-CONT", Long.toString(first.pid()));
    assertTrue(first.isAlive(), "the first goes on");
    sh("kill", "-TERM", Long.toString(first.pid()));
    assertEquals(143, first.waitFor());
    assertFalse(Files.exists(out.resolve(".palimpsest.lock")));
  }

  @Test
  void aLimitOfTheLengthOfFilesFailsThoseBeyondIt() throws Exception {
    BatchFolder folder = BatchFolder.of(root, 4, QUICK);
    Path big = folder.input.resolve("big.tif");
    Inputs.save(Inputs.field(300, 9), big);
    Path whole = root.resolve("whole");
    folder.here(whole);
    Path out = root.resolve("out");
    // beyond it a write fails with EFBIG, as one on a full disk does with ENOSPC
    var jvm = BatchFolder.jvm().flag("-XX:-UsePerfData").under("prlimit", "--fsize=65536");
    Process process = folder.start(jvm, out, "");
    assertEquals(2, process.waitFor(), folder.said());
    List<String> rows = BatchFolder.rows(out.resolve("report.csv"));
    assertTrue(rows.get(0).startsWith("big.tif,failed,"), rows.get(0));
    assertTrue(rows.get(0).contains("File too large"), rows.get(0));
    assertEquals(4, rows.stream().filter(row -> row.contains(",done,")).count());
    assertEquals(4, BatchFolder.finals(out).size());
    assertEquals(List.of(), BatchFolder.parts(out));
    assertEquals(1, folder.here(out).done());
    assertSame(BatchFolder.finals(whole), out);
  }

  @Test
  void aDiskThatFillsFailsWhatHasNoRoomAndTheRestGoesOn() throws Exception {
    BatchFolder folder = BatchFolder.of(root, 30, QUICK);
    Path whole = root.resolve("whole");
    folder.here(whole);
    Map<String, byte[]> expected = BatchFolder.finals(whole);
    Path out = Files.createDirectories(root.resolve("disk"));
    boolean mounted = sh("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", out.toString()) == 0;
    assumeTrue(mounted, "a disk of a few files can only be made by root, where that is allowed");
    try {
      BatchSummary summary = folder.here(out);
      assertTrue(summary.failed() > 0 && summary.done() > 0, summary.sentence());
      assertEquals(30, summary.failed() + summary.done());
      assertTrue(summary.failures().get(0).message().contains("No space left"), "the reason");
      assertEquals(List.of(), BatchFolder.parts(out));
      BatchFolder.finals(out)
          .forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
      assertEquals(summary.done(), BatchFolder.finals(out).size());
      assertEquals(0, sh("mount", "-o", "remount,size=20m", out.toString()));
      assertEquals(summary.failed(), folder.here(out).done());
      assertSame(expected, out);
      // a disk that can only be read
      assertEquals(0, sh("mount", "-o", "remount,ro", out.toString()));
      String said = assertThrows(BadInput.class, () -> folder.here(out)).getMessage();
      assertTrue(said.contains("Read-only file system"), said);
    } finally {
      sh("umount", out.toString());
    }
  }

  @Test
  void anUnfinishedFileThatCannotBeRemovedStaysAndDoesNoHarm() throws Exception {
    BatchFolder folder = BatchFolder.of(root, 2, QUICK);
    Path out = Files.createDirectories(root.resolve("out"));
    Path part = Files.createFile(Outputs.part(out.resolve("field 0.tif")));
    assumeTrue(sh("chattr", "+i", part.toString()) == 0, "only root can, on some file systems");
    try {
      assertEquals(2, folder.here(out).done());
      assertTrue(Files.exists(part));
    } finally {
      sh("chattr", "-i", part.toString());
    }
    assertEquals(2, folder.here(out).skipped());
    assertFalse(Files.exists(part));
  }

  @Test
  void fiveThousandFilesOfOneFolder() throws Exception {
    BatchFolder folder = BatchFolder.of(root, 5000, QUICK);
    BatchSummary summary = folder.here(root.resolve("out"));
    assertEquals(5000, summary.done());
    System.out.printf("5000 files: %.1f s%n", summary.seconds());
    BatchSummary again = folder.here(root.resolve("out"));
    assertEquals(5000, again.skipped());
    System.out.printf("5000 files, done before: %.1f s%n", again.seconds());
  }
}
