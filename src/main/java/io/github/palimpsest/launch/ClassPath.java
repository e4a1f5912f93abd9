package io.github.palimpsest.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The jars this launcher runs with, which are the ones an installation needs. */
final class ClassPath {
  /** ImageJ itself, and what only the launcher uses. */
  private static final Set<String> NEVER = Set.of("ij", "ij1-patcher", "javassist", "classgraph");

  /** Parts of Fiji: other versions beside its own would break it. */
  private static final Set<String> FIJI =
      Set.of("scijava-common", "parsington", "scijava-optional", "imglib2", "gson", "slf4j-api");

  private ClassPath() {}

  static List<Jar> jars() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> entry.endsWith(".jar"))
        .map(entry -> Jar.of(Path.of(entry).toAbsolutePath()))
        .toList();
  }

  /** The libraries to lay beside the plugin. */
  static List<Jar> libraries(boolean fiji) {
    return jars().stream()
        .filter(jar -> !jar.artifact().equals("Palimpsest_"))
        .filter(jar -> !NEVER.contains(jar.artifact()))
        .filter(jar -> !fiji || !FIJI.contains(jar.artifact()))
        .toList();
  }
}
