package io.github.palimpsest.model.install;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Copies and deletes folders with what is in them. */
final class FileTree {
  private static final long SPARE = 16L << 20;

  private FileTree() {}

  /**
   * The files of a folder, without what desktops lay there.
   *
   * @throws BadInput for a link, pipe, device or socket inside
   */
  static List<Path> plainFiles(Path folder) throws IOException {
    List<Path> plain = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (DesktopFiles.in(name) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        } else if (Files.isSymbolicLink(file)) {
          throw BadInput.of(
              "Model \"%s\" holds a link (%s); put the file itself there.", folder, name);
        } else if (!Files.isRegularFile(file)) {
          throw BadInput.of(
              "Model \"%s\" holds something (%s) that is no plain file; take it out.",
              folder, name);
        }
        plain.add(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return plain;
  }

  /**
   * Copies files below {@code from} to the same places below {@code to}.
   *
   * @param copied told the bytes of every piece; may end the copying by an exception
   */
  static void copy(Path from, List<Path> files, Path to, LongConsumer copied) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
          copied.accept(n);
        }
      }
    }
  }

  /** Refuses what does not fit beside {@code folder}. */
  static void requireSpace(Path what, long bytes, Path folder) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (bytes > free - SPARE) {
      throw BadInput.of(
          "\"%s\" needs %d MB in \"%s\", where %d MB are free: free some space there.",
          what, (bytes >> 20) + 1, folder.getParent(), free >> 20);
    }
  }

  /** Deletes a folder, if it exists; of a link only the link. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
