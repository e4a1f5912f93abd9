package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A batch on disks that are too small for it, each a little larger than the one before, so that
 * they fill at every stage; then, with room, the same batch once more.
 */
public final class FullDisk {
  private static final String ROOM = "size=64m,nr_inodes=20000";

  private final BatchFolder batch;
  private final Path disk;
  private final Map<String, byte[]> expected;
  private final Map<String, Integer> ends = new TreeMap<>();

  private FullDisk(BatchFolder batch) throws IOException {
    this.batch = batch;
    Path whole = batch.output("whole");
    assertEquals(0, batch.here(whole).failed());
    expected = BatchFolder.finals(whole);
    disk = Files.createDirectories(batch.root.resolve("disk"));
  }

  /**
   * Fills disks by the batch of a folder.
   *
   * @param step kilobytes by which disks grow
   * @param inodes by how many files they grow; 0 for disks that are short of bytes only
   */
  public static String ofFolder(Path root, int step, int inodes) throws Exception {
    String keys = "model=[Test: mean] steps=2 workers=2";
    return new FullDisk(BatchFolder.of(root, 4, keys)).run(step, inodes);
  }

  /** The same by one large TIFF. */
  public static String ofLargeImage(Path root, int step, int inodes) throws Exception {
    String keys = "model=[Test: mean] steps=2 workers=1";
    return new FullDisk(BatchFolder.large(root, 256, keys)).run(step, inodes);
  }

  /** The same by one OME-Zarr. */
  public static String ofZarr(Path root, int step, int inodes) throws Exception {
    String keys = "model=[Test: mean] steps=2 workers=1";
    return new FullDisk(BatchFolder.zarr(root, 256, keys)).run(step, inodes);
  }

  private String run(int step, int inodes) throws Exception {
    for (int kilobytes = 4; !fills("size=" + kilobytes + "k,nr_inodes=20000"); ) {
      kilobytes += step;
    }
    for (int files = 2; inodes > 0 && !fills("size=64m,nr_inodes=" + files); ) {
      files += inodes;
    }
    assertTrue(ends.size() > 1, ends.toString());
    return ends.toString();
  }

  /**
   * Runs the batch on such a disk, and on the same one with room.
   *
   * @return whether it was large enough
   */
  private boolean fills(String size) throws Exception {
    boolean mounted = sh("mount", "-t", "tmpfs", "-o", size, "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "a disk of a few files can only be made by root, where that is allowed");
    try {
      Path out = disk.resolve(batch.isLarge() ? "result.tif" : "result");
      String said = tooSmall(out, size);
      Map<String, String> before = BatchFolder.marks(out);
      assertEquals(0, sh("mount", "-o", "remount," + ROOM, disk.toString()));
      assertEquals(0, batch.here(out).failed(), size);
      assertSame(BatchFolder.finals(out));
      assertEquals(List.of(), BatchFolder.parts(out), size);
      before.forEach(
          (name, mark) -> assertEquals(mark, BatchFolder.marks(out).get(name), size + name));
      ends.merge(said.replaceAll("\\S*/\\S*", "…"), 1, Integer::sum);
      return said.isEmpty();
    } finally {
      sh("umount", disk.toString());
    }
  }

  /** What the batch says of a disk that is full; empty if it is not. */
  private String tooSmall(Path out, String size) {
    String said;
    List<String> warned = new ArrayList<>();
    try {
      BatchSummary summary = batch.here(out, warned::add);
      said = summary.failed() > 0 ? summary.failures().get(0).message() : String.join(" ", warned);
      assertEquals(
          batch.isLarge() ? Math.min(1, summary.done()) : summary.done(),
          Math.min(batch.isLarge() ? 1 : expected.size(), BatchFolder.finals(out).size()),
          size + ": what is done is there, and nothing else: " + summary.sentence());
    } catch (BadInput e) {
      said = e.getMessage();
    }
    assertTrue(said.isEmpty() || said.matches("(?s).*(No space left|are free|[kM]B left).*"), said);
    BatchFolder.finals(out)
        .forEach(
            (name, bytes) -> {
              assertNotNull(expected.get(name), name);
              assertArrayEquals(expected.get(name), bytes, name);
            });
    if (Files.exists(batch.report(out))) {
      BatchFolder.rows(batch.report(out));
    }
    return said;
  }

  private void assertSame(Map<String, byte[]> there) {
    assertEquals(expected.keySet(), there.keySet());
    there.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
  }

  /** Runs a command; returns its exit status. */
  static int sh(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
