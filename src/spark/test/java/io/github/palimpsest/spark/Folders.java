package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.request.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What batches leave, so that two can be compared. */
public final class Folders {
  private Folders() {}

  /** A short run on the selections of a folder. */
  static BatchRequest request(Path in, Path out) {
    return new BatchRequest(in, out, null, null, Request.of("steps", 2));
  }

  /** The SHA-256 of every file but the report, by name. */
  public static Map<String, String> bytes(Path folder) throws Exception {
    Map<String, String> bytes = new TreeMap<>();
    for (Path file : files(folder)) {
      String name = folder.relativize(file).toString();
      if (!name.equals("report.csv") && !name.equals(".palimpsest.lock")) {
        java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
        bytes.put(name, HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file))));
      }
    }
    return bytes;
  }

  /** The rows of the report without how long they took. */
  public static List<String> rows(Path folder) throws Exception {
    return Files.readAllLines(folder.resolve("report.csv")).stream()
        .map(row -> row.replaceFirst("(done|skipped|failed),(\"[^\"]*\"|[^,]*),[^,]*,", "$1,$2,,"))
        .toList();
  }

  /** Finished images. */
  public static long finished(Path folder) throws Exception {
    return Files.isDirectory(folder)
        ? files(folder).stream().filter(file -> file.toString().endsWith(".tif")).count()
        : 0;
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
