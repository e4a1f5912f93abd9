package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder, whole batches of it in this process, and what they leave. */
@Timeout(300)
abstract class BatchRunChecks {
  @TempDir Path folder;

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    TroubledModel.trouble = () -> {};
    assertTrue(files().keySet().stream().noneMatch(name -> name.endsWith(".part")));
  }

  /** Every file of the output by name, but the report, which tells times. */
  final Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Path out = folder.resolve("out");
    if (Files.isDirectory(out)) {
      try (Stream<Path> all = Files.walk(out)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          String name = out.relativize(file).toString();
          if (!name.equals(Report.FILE) && !name.startsWith(".")) {
            files.put(name, Files.readAllBytes(file));
          }
        }
      }
    }
    return files;
  }

  final void clear() throws IOException {
    for (String name : files().keySet()) {
      Files.delete(folder.resolve("out").resolve(name));
    }
  }

  final void fields(int count) {
    for (int k = 0; k < count; k++) {
      Fields.selected(folder.resolve("in").resolve(String.format("f%02d.tif", k)));
    }
  }

  final List<String> rows() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("out").resolve(Report.FILE));
    return lines.subList(1, lines.size()).stream().map(line -> line.split(",")[0]).toList();
  }

  static BatchSummary run(BatchRequest request, int workers) {
    return BatchRun.run(request, workers, Monitor.SILENT);
  }
}
