package io.github.palimpsest.cli;

import io.github.palimpsest.check.BadInput;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The jars a launcher runs with, which are the ones an installation needs.
 *
 * @param jars in their order
 */
record ClassPath(List<Jar> jars) {
  private static final String PLUGIN = "Palimpsest_";

  /** ImageJ itself, and what only the launcher uses. */
  private static final Set<String> NEVER = Set.of("ij", "ij1-patcher", "javassist", "classgraph");

  /** Parts of Fiji: other versions beside its own would break it. */
  private static final Set<String> FIJI =
      Set.of(
          "scijava-common",
          "parsington",
          "scijava-optional",
          "imglib2",
          "gson",
          "slf4j-api",
          "miglayout-core",
          "miglayout-swing");

  /** That of this JVM; folders of classes are left out. */
  static ClassPath current() {
    return of(System.getProperty("java.class.path"));
  }

  /** From paths joined as the system joins them. */
  static ClassPath of(String paths) {
    return new ClassPath(
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(paths)
            .filter(entry -> entry.endsWith(".jar"))
            .map(entry -> Jar.of(Path.of(entry).toAbsolutePath()))
            .toList());
  }

  /** The plugin's own jar. */
  Jar plugin() {
    return jars.stream()
        .filter(jar -> jar.artifact().equals(PLUGIN))
        .findFirst()
        .orElseThrow(
            () -> new BadInput("The plugin's jar is missing; start with scripts/palimpsest."));
  }

  /** The libraries to lay beside the plugin. */
  List<Jar> libraries(boolean fiji) {
    return jars.stream()
        .filter(jar -> !jar.artifact().equals(PLUGIN))
        .filter(jar -> !NEVER.contains(jar.artifact()))
        .filter(jar -> !fiji || !FIJI.contains(jar.artifact()))
        .toList();
  }
}
