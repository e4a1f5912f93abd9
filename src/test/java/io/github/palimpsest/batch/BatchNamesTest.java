package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that disks do not take, that meet, and that lead elsewhere. */
class BatchNamesTest {
  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void places() {
    in = folder.resolve("in");
    out = folder.resolve("out");
  }

  private BatchSummary run() {
    return BatchRun.run(Fields.request(folder), 1, Monitor.SILENT);
  }

  /** How many images there are. */
  private int outputs() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return (int) files.filter(f -> Files.isRegularFile(f) && !f.endsWith(Report.FILE)).count();
    }
  }

  @Test
  void namesUpToTheLimitOfTheDiskAreMade() throws Exception {
    String longest = "x".repeat(251) + ".tif";
    String letters = "é".repeat(125) + ".tif";
    String clash = "y".repeat(251);
    for (String name : List.of(longest, letters, clash + ".tif")) {
      Fields.selected(in.resolve(name));
    }
    assertEquals(3, run().done());
    assertTrue(Files.exists(out.resolve(longest)));
    assertTrue(Files.exists(out.resolve(letters)));
    assertEquals(3, outputs());
    Fields.selected(in.resolve(clash + ".TIF"));
    Files.delete(out.resolve(clash + ".tif"));
    BatchSummary summary = run();
    // both would be called like the other, and the longer names are too long
    assertEquals(2, summary.failed(), summary.sentence());
    for (ItemReport row : summary.failures()) {
      assertTrue(row.message().toLowerCase().contains("name too long"), row.message());
    }
    assertEquals(2, outputs());
  }

  @Test
  void namesThatDifferInCaseOnlyMeetNowhere() throws Exception {
    for (String name : List.of("A.tif", "a.tif", "a.TIF", "a.tif.tif", "B/c.tif", "b/C.tif")) {
      Fields.selected(in.resolve(name));
    }
    BatchSummary summary = run();
    assertEquals(6, summary.done(), summary.failures().toString());
    assertEquals(6, outputs());
  }

  @Test
  void aLinkedOutputFolderIsTheFolderItself() throws Exception {
    Fields.selected(in.resolve("a.tif"));
    Fields.selected(in.resolve("b.tif"));
    Path real = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(out, real);
    assertEquals(2, run().done());
    assertEquals(2, run().skipped());
    try (Outputs held = Outputs.open(real, Monitor.SILENT::warn)) {
      String said = assertThrows(BadInput.class, this::run).getMessage();
      assertTrue(said.contains("another batch"), said);
    }
    assertEquals(2, run().skipped());
  }
}
