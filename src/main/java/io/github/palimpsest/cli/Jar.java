package io.github.palimpsest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A jar file and what its name tells.
 *
 * @param artifact the name up to the version, as Maven and Fiji write it
 */
record Jar(Path path, String artifact) {
  /** A version begins with a digit after a hyphen. */
  private static final Pattern NAME = Pattern.compile("(.+?)(-\\d.*)?\\.jar");

  static Jar of(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return new Jar(path, name.matches() ? name.group(1) : path.getFileName().toString());
  }

  /** The jars directly in a folder; none if there is no such folder. */
  static List<Jar> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().map(Jar::of).toList();
    }
  }
}
