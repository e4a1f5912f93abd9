package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a batch while it runs, and what a later one makes of what it left. */
class BatchFaultsTest {
  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void places() {
    in = folder.resolve("in");
    out = folder.resolve("out");
  }

  private void fields(int n) {
    for (int k = 0; k < n; k++) {
      Fields.selected(in.resolve(String.format("field%03d.tif", k)));
    }
  }

  private BatchSummary run() {
    return BatchRun.run(Fields.request(folder), 1, Monitor.SILENT);
  }

  /** A batch during which something happens once, when its first image is painted. */
  private BatchSummary run(Runnable happens) {
    AtomicBoolean done = new AtomicBoolean();
    return BatchRun.run(
        Fields.request(folder),
        1,
        new QuietMonitor() {
          @Override
          public void status(String words) {
            if (!words.contains("looking") && !done.getAndSet(true)) {
              happens.run();
            }
          }

          @Override
          public void progress(double fraction) {
            status("progress");
          }
        });
  }

  private Map<String, byte[]> outputs() throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(Report.FILE)) {
          all.put(out.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return all;
  }

  private static void deleteAll(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String message(BatchSummary summary) {
    assertEquals(1, summary.failed(), summary.sentence());
    return summary.failures().get(0).message();
  }

  @Test
  void aFileThatIsDeletedBeforeItsTurnIsOneFailedRow() throws Exception {
    fields(12);
    BatchSummary summary =
        run(
            () -> {
              try {
                Files.delete(in.resolve("field011.tif"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertEquals(11, summary.done());
    assertTrue(message(summary).contains("field011.tif"), message(summary));
    assertEquals(11, outputs().size());
  }

  @Test
  void theOutputFolderIsMadeAgainIfItIsDeleted() throws Exception {
    fields(12);
    BatchSummary summary = run(() -> deleteAll(out));
    assertEquals(0, summary.failed(), summary.failures().toString());
    assertTrue(Files.exists(out.resolve(Report.FILE)));
    // what had been finished before is made by the next one
    run();
    assertEquals(12, outputs().size());
  }

  @Test
  void aSourceThatChangesGivesOneOfItsContentsOrAFailedRow() throws Exception {
    Path source = in.resolve("field.tif");
    Path one = Fields.selected(folder.resolve("one.tif"));
    Path two = Fields.selected(folder.resolve("other.tif"));
    byte[][] expected = new byte[2][];
    for (Path content : List.of(one, two)) {
      Files.createDirectories(in);
      Files.copy(content, source, StandardCopyOption.REPLACE_EXISTING);
      run();
      expected[content == one ? 0 : 1] = Files.readAllBytes(out.resolve("field.tif"));
    }
    AtomicBoolean stop = new AtomicBoolean();
    Thread changes =
        new Thread(
            () -> {
              try {
                for (int k = 0; !stop.get(); k++) {
                  Path next = folder.resolve("next");
                  Files.copy(k % 2 == 0 ? one : two, next, StandardCopyOption.REPLACE_EXISTING);
                  Files.move(next, source, StandardCopyOption.ATOMIC_MOVE);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    changes.start();
    try {
      int made = 0;
      for (int k = 0; k < 15; k++) {
        Files.deleteIfExists(out.resolve("field.tif"));
        BatchSummary summary = run();
        if (summary.failed() > 0) {
          assertTrue(message(summary).contains("changed"), message(summary));
          continue;
        }
        made++;
        byte[] got = Files.readAllBytes(out.resolve("field.tif"));
        boolean first = java.util.Arrays.equals(expected[0], got);
        assertTrue(first || java.util.Arrays.equals(expected[1], got), "a mixture of both");
      }
      assertTrue(made > 0);
    } finally {
      stop.set(true);
      changes.join();
    }
  }

  @Test
  void anOutputThatIsDamagedIsMadeAgainOrNamed() throws Exception {
    fields(1);
    run();
    Path output = out.resolve("field000.tif");
    byte[] whole = Files.readAllBytes(output);
    Random random = new Random(1);
    int[] counts = new int[3];
    for (int k = 0; k < 24; k++) {
      byte[] damaged = whole.clone();
      // more often where the file tells of itself, after the header's 8 bytes
      int at = k < 8 ? k : random.nextInt(k % 2 == 0 ? whole.length : 400);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(output, damaged);
      BatchSummary summary = run();
      counts[summary.done() > 0 ? 0 : summary.skipped() > 0 ? 1 : 2]++;
      byte[] now = Files.readAllBytes(output);
      if (summary.done() > 0) {
        assertArrayEquals(whole, now, "byte " + at);
      } else {
        assertArrayEquals(damaged, now, "byte " + at);
      }
      if (summary.skipped() > 0) {
        assertTrue(Files.readString(out.resolve(Report.FILE)).contains("changed since"), "" + at);
      }
      if (summary.failed() > 0) {
        assertTrue(message(summary).contains("was made by no batch"), message(summary));
        Files.delete(output);
        run();
      }
      assertEquals(Map.of("field000.tif", 0).keySet(), outputs().keySet());
    }
    assertTrue(counts[0] > 0, "some are made again");
    for (int n = 0; n < whole.length; n += 1 + whole.length / 6) {
      Files.write(output, java.util.Arrays.copyOf(whole, n));
      if (run().failed() > 0) {
        Files.delete(output);
        run();
      }
      assertArrayEquals(whole, Files.readAllBytes(output), "cut at " + n);
    }
  }

  @Test
  void aLockIsHeldUntilItsEndWhateverOthersTry() throws Exception {
    Files.createDirectories(out);
    try (Outputs held = Outputs.open(out, Monitor.SILENT::warn)) {
      assertThrows(BadInput.class, () -> Outputs.open(out, Monitor.SILENT::warn));
      Path locks = Path.of("/proc/locks");
      if (Files.exists(locks)) {
        Object inode = Files.getAttribute(out.resolve(".palimpsest.lock"), "unix:ino");
        String own = ".* WRITE " + ProcessHandle.current().pid() + " \\S+:" + inode + " .*";
        assertTrue(Files.readAllLines(locks).stream().anyMatch(line -> line.matches(own)), own);
      }
    }
    Outputs.open(out, Monitor.SILENT::warn).close();
    assertFalse(Files.exists(out.resolve(".palimpsest.lock")));
  }

  @Test
  void reportsThatCannotBeReplacedAreNamedBeforeItBegins() throws Exception {
    fields(1);
    Files.createDirectories(out.resolve(Report.FILE));
    String said = assertThrows(BadInput.class, this::run).getMessage();
    assertTrue(said.contains(Report.FILE), said);
    assertEquals(0, outputs().size());
  }

  @Test
  void aReportThatIsReadOnlyOrOpenIsReplaced() throws Exception {
    fields(2);
    run();
    Path report = out.resolve(Report.FILE);
    assertTrue(report.toFile().setReadOnly());
    try (var open = Files.newInputStream(report)) {
      assertEquals(2, run().skipped());
      // who has it open sees the older one, whole
      assertTrue(new String(open.readAllBytes(), StandardCharsets.UTF_8).contains(",done,"));
    }
    assertTrue(Files.readString(report).contains("Done before."));
  }

  @Test
  void timesOfFilesDecideNothing() throws Exception {
    fields(2);
    run();
    for (FileTime time : List.of(FileTime.fromMillis(0), FileTime.fromMillis(4_000_000_000_000L))) {
      for (Path place : List.of(in, out)) {
        try (Stream<Path> files = Files.list(place)) {
          for (Path file : files.toList()) {
            Files.setLastModifiedTime(file, time);
          }
        }
      }
      assertEquals(2, run().skipped());
    }
  }

  @Test
  void whatAnotherLeftAndCannotBeRemovedIsLeft() throws Exception {
    fields(1);
    Path part = Outputs.part(out.resolve("field000.tif"));
    Files.createDirectories(part);
    Files.writeString(part.resolve("something"), "of somebody");
    assertEquals(1, run().done());
    assertEquals("of somebody", Files.readString(part.resolve("something")));
  }
}
