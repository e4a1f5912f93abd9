package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that was killed while it put its output in place leaves to the next. */
class PatchFolderTest {
  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void begin() {
    output = folder.resolve("out.zarr");
  }

  private void make(String suffix, String content) throws IOException {
    Path made =
        suffix.isEmpty()
            ? output
            : output.resolveSibling(output.getFileName() + "." + UUID.randomUUID() + suffix);
    Files.createDirectories(made.resolve("0"));
    Files.writeString(made.resolve("0/.zarray"), content);
  }

  private void open() throws IOException {
    PatchFolder.open(output, Monitor.SILENT::warn).close();
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void theOldOutputIsPutBackIfTheNewOneIsNotThere() throws IOException {
    make(".old", "old");
    make(".part", "new");
    open();
    assertEquals("old", Files.readString(output.resolve("0/.zarray")));
  }

  @Test
  void theOldOutputIsRemovedIfTheNewOneIsThere() throws IOException {
    make(".old", "old");
    make("", "new");
    open();
    assertEquals("new", Files.readString(output.resolve("0/.zarray")));
  }

  @Test
  void anUnfinishedReportIsRemoved() throws IOException {
    make("", "new");
    Files.createFile(Outputs.part(LargeReport.file(output)));
    open();
  }

  /** The longest name that file systems take leaves no room for endings. */
  @Test
  void whatAnOutputOfTheLongestNameLeftIsRemovedAndNothingOfAnother() throws IOException {
    output = folder.resolve("x".repeat(250) + ".zarr");
    Path other = folder.resolve("x".repeat(250) + ".tiff");
    Path left = Files.createDirectories(Outputs.part(output).resolve("0")).getParent();
    Path report = Files.createFile(Outputs.part(LargeReport.file(output)));
    Path others = Files.createDirectory(Outputs.part(other));
    Path othersReport = Files.createFile(Outputs.part(LargeReport.file(other)));
    PatchFolder.open(output, Monitor.SILENT::warn).close();
    assertFalse(Files.exists(left));
    assertFalse(Files.exists(report));
    assertTrue(Files.exists(others));
    assertTrue(Files.exists(othersReport));
  }
}
