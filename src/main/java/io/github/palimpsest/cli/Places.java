package io.github.palimpsest.cli;

import io.github.palimpsest.check.BadInput;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files and folders named on the command line, relative to where the user stands. */
final class Places {
  private Places() {}

  /** An existing file; {@code what} names it in the error. */
  static Path file(String name, String what) {
    Path path = path(name, what);
    if (!Files.isRegularFile(path)) {
      throw BadInput.of("The %s (%s) must be a file that exists; check the path.", what, name);
    }
    return path;
  }

  /** An existing folder. */
  static Path folder(String name) {
    Path path = path(name, "folder");
    if (!Files.isDirectory(path)) {
      throw BadInput.of("The folder (%s) must exist; check the path.", name);
    }
    return path;
  }

  /** The checkout that the launcher belongs to, else the current folder. */
  static Path home() {
    return Path.of(System.getProperty("palimpsest.home", ".")).toAbsolutePath().normalize();
  }

  /** Where everything made goes. */
  static Path target() {
    return home().resolve("target");
  }

  private static Path path(String name, String what) {
    try {
      return Path.of(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw BadInput.of("The %s (%s) must be a path; %s.", what, name, e.getReason());
    }
  }
}
