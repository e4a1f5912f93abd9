package io.github.palimpsest.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders that are being filled. Their names contain the machine and the process that fill them, so
 * that those of ended processes can be deleted.
 */
public final class UnfinishedFolders {
  private static final String MARK = ".part-";
  // a machine and a process; earlier names told neither
  private static final Pattern NAME =
      Pattern.compile("(?:.*\\.part-([0-9a-f]*)-(\\d+)-\\d+|.*-part\\d+)");
  private static final Duration ABANDONED = Duration.ofHours(1);
  private static final String MACHINE = machine();

  private UnfinishedFolders() {}

  /** A new folder beside what it will become, known as this process's. */
  public static Path begin(Path where, String name) throws IOException {
    // with the rights that folders have there: other accounts may share the place
    return Files.createDirectory(where.resolve(prefix(name) + System.nanoTime()));
  }

  /** The same, which no other account can read or write. */
  public static Path beginPrivate(Path where, String name) throws IOException {
    return Files.createTempDirectory(where, prefix(name));
  }

  private static String prefix(String name) {
    return name + MARK + MACHINE + "-" + ProcessHandle.current().pid() + "-";
  }

  /** Deletes what processes that have ended left in a folder; what cannot be deleted stays. */
  public static void sweep(Path where, String glob) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(where, glob)) {
      for (Path path : all) {
        if (abandoned(path)) {
          delete(path);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // tidying is never a reason to fail: another process may do the same
      return;
    }
  }

  private static boolean abandoned(Path path) throws IOException {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      return false;
    }
    if (name.group(2) != null && !MACHINE.isEmpty() && MACHINE.equals(name.group(1))) {
      return ProcessHandle.of(Long.parseLong(name.group(2))).isEmpty();
    }
    Instant limit = Instant.now().minus(ABANDONED);
    try (Stream<Path> files = Files.walk(path)) {
      return files.allMatch(file -> changed(file).isBefore(limit));
    }
  }

  private static Instant changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with what is in it; one that is not there is no error. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Tells machines apart that share a home; Java itself would ask the name server. */
  private static String machine() {
    String name = System.getenv("COMPUTERNAME");
    try {
      name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      // not Linux
    }
    return name == null ? "" : Integer.toHexString(Objects.hash(name));
  }
}
