package io.github.palimpsest.model;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks a zip that may have been made with ill intent. */
final class ModelZip {
  private ModelZip() {}

  /**
   * Unpacks into an empty folder.
   *
   * @throws BadInput for entries that leave the folder, links and files given twice, before
   *     anything is written; and for a damaged zip
   */
  static void unpack(Path file, Path folder) {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
      check(file, entries, folder);
      for (ZipArchiveEntry entry : entries) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            long size = Files.copy(in, target);
            if (size != entry.getSize()) {
              throw new IOException(entry.getName() + " is incomplete");
            }
          }
        }
      }
    } catch (IOException e) {
      throw new BadInput(
          "\""
              + file
              + "\" is damaged or not a zip file ("
              + e.getMessage()
              + "): copy or download it again.",
          e);
    }
  }

  private static void check(Path file, List<ZipArchiveEntry> entries, Path folder) {
    Set<String> seen = new HashSet<>();
    for (ZipArchiveEntry entry : entries) {
      String name = entry.getName();
      boolean leaves =
          name.startsWith("/")
              || name.contains("\\")
              || name.contains(":")
              || !folder.resolve(name).normalize().startsWith(folder);
      if (leaves) {
        throw new BadInput("\"" + file + "\" holds a file outside its folder (" + name + ").");
      }
      if (entry.isUnixSymlink()) {
        throw new BadInput("\"" + file + "\" holds a link (" + name + ") instead of a file.");
      }
      // Two names that differ only in case are one file on Windows and Macs.
      if (!entry.isDirectory() && !seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new BadInput("\"" + file + "\" holds " + name + " twice.");
      }
    }
  }
}
