package io.github.palimpsest.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** Installations to try: tests run before Maven packs the jar, so it is packed here. */
final class InstallFolders {
  private InstallFolders() {}

  /** The plugin's jar under a version of one's own, beside the real libraries. */
  static ClassPath classPath(Path folder, String version) throws IOException {
    Path jar = folder.resolve("Palimpsest_-" + version + ".jar");
    pack(Path.of("target/classes"), jar);
    ClassPath libraries = ClassPath.of(ChildJvm.testClassPath());
    return new ClassPath(
        Stream.concat(Stream.of(Jar.of(jar)), libraries.jars().stream())
            .filter(InstallFolders::shipped)
            .toList());
  }

  /** Test libraries are no part of an installation. */
  private static boolean shipped(Jar jar) {
    return !jar.artifact().startsWith("junit")
        && !List.of("opentest4j", "apiguardian-api", "jspecify").contains(jar.artifact());
  }

  /** ImageJ's own jar. */
  static Path imagej() {
    return ClassPath.of(ChildJvm.testClassPath()).jars().stream()
        .filter(jar -> jar.artifact().equals("ij"))
        .findFirst()
        .orElseThrow()
        .path();
  }

  private static void pack(Path classes, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      jar.setLevel(Deflater.BEST_SPEED);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }
}
