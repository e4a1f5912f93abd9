package io.github.palimpsest.large.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeFiles;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result that is a folder is not replaced where somebody may have worked in it. */
class ZarrEditedTest {
  private static final int SIDE = 96;

  @TempDir Path folder;
  private Path output;
  private BatchRequest request;
  private BatchRequest other;

  @BeforeEach
  void make() throws IOException {
    Path cells = folder.resolve("cells.zarr");
    int[] chunk = {32, 32};
    long[][] shapes = {{SIDE, SIDE}, {SIDE / 2, SIDE / 2}};
    ZarrMaker.image(
        cells, "yx", "|u1", chunk, shapes, Downsampling.MEAN_EVEN, at -> at[0] * 3 % 50 + at[1]);
    Files.createDirectories(cells.resolve("labels"));
    Files.writeString(cells.resolve("labels/.zgroup"), "{\"zarr_format\":2}");
    ZarrMaker.image(
        cells.resolve("labels/dust"),
        "yx",
        "|u1",
        chunk,
        new long[][] {{SIDE, SIDE}},
        Downsampling.MIDDLE,
        at -> at[0] > 40 && at[0] < 50 && at[1] > 10 && at[1] < 22 ? 3 : 0);
    output = folder.resolve("out.zarr");
    Request values = Request.of("model", LargeFiles.quickModel(folder), "steps", 1, "seed", 3L);
    request = new BatchRequest(cells, output, "", "dust", values);
    other = new BatchRequest(cells, output, "", "dust", values.with("seed", 4L));
    assertEquals(1, LargeFiles.run(request, 1, Monitor.SILENT).done());
  }

  private static String row(BatchRequest request) throws IOException {
    BatchSummary summary = LargeFiles.run(request, 1, Monitor.SILENT);
    return Files.readAllLines(summary.report()).get(1);
  }

  private void stays() throws IOException {
    String before = FolderIdentity.of(output, ChronoUnit.NANOS);
    assertTrue(row(request).contains(",skipped,\"Done before, and changed or copied since"));
    String refusal = row(other);
    assertTrue(refusal.contains(",failed,"), refusal);
    assertTrue(refusal.contains("was changed or copied since a batch made it"), refusal);
    assertEquals(before, FolderIdentity.of(output, ChronoUnit.NANOS));
  }

  /** Writes a file until its time, which file systems count in steps, is another one. */
  private static void write(Path file, byte[] bytes) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    do {
      Files.write(file, bytes);
    } while (Files.getLastModifiedTime(file).equals(before));
  }

  private static void copy(Path from, Path to, CopyOption... how) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()), how);
      }
    }
  }

  @Test
  void aPaintedChunkStays() throws IOException {
    Path chunk = output.resolve("0/2/2");
    write(chunk, Files.readAllBytes(output.resolve("0/2/1")));
    stays();
    Files.move(output, folder.resolve("mine.zarr"));
    assertTrue(row(other).contains(",done,"));
  }

  @Test
  void aChangedAttributeStaysAndWhatDesktopsLeaveDoesNotCount() throws IOException {
    Files.writeString(output.resolve(".DS_Store"), "where the window was");
    Files.writeString(output.resolve("0/._3"), "fork");
    assertTrue(row(request).contains(",skipped,Done before.,"));
    Path attributes = output.resolve(".zattrs");
    String text = Files.readString(attributes);
    write(attributes, text.replace("0.4", "0.3").getBytes());
    stays();
  }

  @Test
  void aFileThatIsAddedOrRemovedStays() throws IOException {
    Path metadata = output.resolve(".zmetadata");
    Files.writeString(metadata, "{\"metadata\":{},\"zarr_consolidated_format\":1}");
    stays();
    Files.delete(metadata);
    assertTrue(row(request).contains(",skipped,Done before.,"));
    Files.delete(output.resolve("1/0/0"));
    stays();
  }

  @Test
  void aCopyStaysUnlessItsTimesWereCopiedToo() throws IOException {
    Path kept = Files.move(output, folder.resolve("kept.zarr"));
    copy(kept, output, StandardCopyOption.COPY_ATTRIBUTES);
    assertTrue(row(request).contains(",skipped,Done before.,"));
    Files.move(output, folder.resolve("again.zarr"));
    // copied at once, a file could have its old time by chance
    copy(kept, output);
    write(output.resolve("0/0/0"), Files.readAllBytes(output.resolve("0/0/0")));
    stays();
  }
}
