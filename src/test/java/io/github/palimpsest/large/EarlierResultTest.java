package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result is made again where it may be, and never where somebody may have worked on it. */
class EarlierResultTest {
  @TempDir Path folder;
  private LargeFiles files;
  private Request values;
  private Request others;

  @BeforeEach
  void begin() throws IOException {
    files = new LargeFiles(folder);
    values = LargeFiles.quickValues(folder);
    others = values.with("seed", 4L);
    files.image("8-bit", 1, 1, 1);
    files.mask(1);
  }

  private byte[] made() throws IOException {
    return Files.readAllBytes(files.output);
  }

  private String message(Request sampling) throws IOException {
    BatchSummary summary = files.run(sampling);
    String row = Files.readAllLines(summary.report()).get(1);
    assertEquals(0, summary.done(), row);
    return row;
  }

  /** Asserts that the result stays whatever is asked for, and that the report says why. */
  private void stays(String sameValues, String otherValues) throws IOException {
    byte[] own = made();
    String same = message(values);
    assertTrue(same.contains(",skipped,") && same.contains(sameValues), same);
    String other = message(others);
    assertTrue(other.contains(",failed,") && other.contains(otherValues), other);
    assertTrue(other.contains("move it away"), other);
    assertArrayEquals(own, made());
  }

  /** Writes into a file until its time, which file systems count in steps, is another one. */
  private static void edit(Path file) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    do {
      Files.write(file, bytes);
    } while (Files.getLastModifiedTime(file).equals(before));
  }

  @Test
  void doesAgainOnlyWhatHasChanged() throws IOException {
    assertEquals(1, files.run(values).done());
    byte[] made = made();
    assertTrue(message(values).contains(",skipped,Done before.,"));
    assertArrayEquals(made, made());
    assertEquals(1, files.run(others).done());
    assertFalse(Arrays.equals(made, made()));
    // and the same bytes as the first time
    BatchSummary again = files.run(values);
    assertEquals(1, again.done());
    assertArrayEquals(made, made());
    String row = Files.readAllLines(again.report()).get(1);
    assertTrue(Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)) > 0, row);
    ImagePlus other = LargeFiles.holes(1);
    other.getProcessor().set(3, 3, 1);
    FileTime before = Files.getLastModifiedTime(files.masks);
    do {
      LargeFiles.save(other, files.masks);
    } while (Files.getLastModifiedTime(files.masks).equals(before));
    assertEquals(1, files.run(values).done());
    assertFalse(Arrays.equals(made, made()));
  }

  @Test
  void overwritesNothingThatNoBatchMade() throws IOException {
    LargeFiles.save(LargeFiles.holes(1), files.output);
    byte[] own = made();
    String row = message(values);
    assertTrue(row.contains(",failed,") && row.contains("was not made by a batch"), row);
    assertArrayEquals(own, made());
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(0, all.filter(f -> f.toString().endsWith("part")).count());
    }
  }

  @Test
  void aPaintedStripStays() throws IOException {
    files.run(values);
    edit(files.output);
    stays("changed or copied since", "was changed or copied since");
    Files.move(files.output, folder.resolve("mine.tif"));
    assertEquals(1, files.run(others).done());
    assertTrue(message(others).contains(",Done before.,"));
  }

  @Test
  void whatImageJHasSavedOverItStays() throws IOException {
    files.run(values);
    ImagePlus open = LargeFiles.open(files.output);
    open.getProcessor().set(5, 5, 99);
    open.setProp("note", "mine");
    LargeFiles.save(open, files.output);
    stays("changed or copied since", "was changed or copied since");
  }

  @Test
  void aCopyStaysUnlessItsTimeWasCopiedToo() throws IOException {
    files.run(values);
    Path kept = folder.resolve("kept.tif");
    Files.copy(files.output, kept, StandardCopyOption.COPY_ATTRIBUTES);
    edit(files.output);
    Files.copy(kept, files.output, StandardCopyOption.REPLACE_EXISTING);
    stays("changed or copied since", "was changed or copied since");
    Files.copy(
        kept,
        files.output,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    assertTrue(message(values).contains(",Done before.,"));
    assertEquals(1, files.run(others).done());
  }

  @Test
  void aMovedResultStaysUnlessItsNoteCameWithIt() throws IOException {
    files.run(values);
    Path note = folder.resolve(".out.tif.written");
    assertTrue(Files.exists(note));
    files.output = Files.move(files.output, folder.resolve("moved.tif"));
    stays("cannot be told without .moved.tif.written", "may have been changed");
    Files.move(note, folder.resolve(".moved.tif.written"));
    assertTrue(message(values).contains(",Done before.,"));
    assertEquals(1, files.run(others).done());
  }

  @Test
  void whatIsEditedWhileARunGoesOnStays() throws Exception {
    files.run(values);
    try (LargeJob job = LargeJob.begin(files.request(others), Monitor.SILENT);
        LargeWork work = job.plan().open(Monitor.SILENT)) {
      for (LargeTask task : job.tasks()) {
        job.take(task, work.run(task, Monitor.SILENT), false);
      }
      edit(files.output);
      byte[] own = made();
      BatchSummary summary = job.finish(Monitor.SILENT);
      assertEquals(1, summary.failed());
      assertTrue(summary.failures().get(0).message().contains("was changed or copied since"));
      assertArrayEquals(own, made());
    }
    // nothing that was computed is lost
    Files.move(files.output, folder.resolve("mine.tif"));
    try (LargeJob job = LargeJob.begin(files.request(others), Monitor.SILENT)) {
      assertEquals(0, job.tasks().size());
      assertEquals(1, job.finish(Monitor.SILENT).done());
    }
  }

  /** On whichever side of the renaming a process is killed, what is there is known. */
  @Test
  void aKillAtTheRenamingLeavesNothingUnknown() throws IOException {
    files.run(values);
    String first = Files.readString(folder.resolve(".out.tif.written")).strip();
    EarlierResult.note(files.output, "f".repeat(64));
    assertTrue(message(values).contains(",Done before.,"));
    assertEquals(1, files.run(others).done());
    EarlierResult.note(files.output, "f".repeat(64));
    assertTrue(message(others).contains(",Done before.,"));
    assertFalse(Files.readString(folder.resolve(".out.tif.written")).contains(first));
  }
}
