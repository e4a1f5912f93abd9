package io.github.palimpsest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The files that the installer has laid into a folder, kept in a list there, so that an update
 * removes its own older files and never somebody else's.
 */
final class Installed {
  private static final String LIST = ".palimpsest-installed";

  private final Path folder;
  private final TreeSet<Path> ours = new TreeSet<>();

  private Installed(Path folder) {
    this.folder = folder;
  }

  /** Reads the list of a folder; empty where nothing has been installed. */
  static Installed in(Path folder) throws IOException {
    Installed installed = new Installed(folder);
    Path list = folder.resolve(LIST);
    if (Files.exists(list)) {
      for (String line : Files.readAllLines(list)) {
        Path file = folder.resolve(line).normalize();
        if (!line.isBlank() && file.startsWith(folder)) {
          installed.ours.add(file);
        }
      }
    }
    return installed;
  }

  /** Counts a file as ours although another way brought it here. */
  void adopt(Path file) {
    ours.add(file);
  }

  /** Whether the folder has an artifact that we did not bring. */
  boolean foreign(String artifact, Path where) throws IOException {
    return Jar.all(where).stream()
        .anyMatch(jar -> jar.artifact().equals(artifact) && !ours.contains(jar.path()));
  }

  /** Copies a jar unless the same is there; a half-written file is never seen under its name. */
  Path lay(Jar jar, Path where) throws IOException {
    Path to = where.resolve(jar.path().getFileName());
    if (ours.add(to)) {
      // before the copy: what an interrupted installation leaves is known as ours
      save();
    }
    if (!Files.exists(to) || Files.mismatch(jar.path(), to) >= 0) {
      Path part = to.resolveSibling(to.getFileName() + ".part");
      Files.copy(jar.path(), part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    }
    return to;
  }

  /**
   * Removes what was laid before and is not in {@code laid}, and writes the new list.
   *
   * @return how many were removed
   */
  int keepOnly(Collection<Path> laid) throws IOException {
    int removed = 0;
    for (Path old : ours) {
      if (!laid.contains(old) && Files.deleteIfExists(old)) {
        removed++;
      }
    }
    ours.retainAll(laid);
    save();
    return removed;
  }

  private void save() throws IOException {
    Files.write(
        folder.resolve(LIST),
        ours.stream().map(p -> folder.relativize(p).toString().replace('\\', '/')).toList());
  }
}
