package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the installer lays, removes and leaves alone. */
class InstallerTest {
  @TempDir Path temp;

  /** Small stand-ins under real names: only names and bytes matter here. */
  private ClassPath jars(String version, String... libraries) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("from-" + version));
    StringBuilder paths = new StringBuilder();
    for (String name :
        Stream.concat(Stream.of("Palimpsest_-" + version), Stream.of(libraries)).toList()) {
      Path jar = Files.writeString(folder.resolve(name + ".jar"), name);
      paths.append(jar).append(java.io.File.pathSeparator);
    }
    return ClassPath.of(paths.toString());
  }

  private Path folder(String... parts) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("app"));
    for (String part : parts) {
      Files.createDirectories(folder.resolve(part));
    }
    return folder;
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString().replace('\\', '/'))
          .filter(f -> !f.equals(".palimpsest-installed"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void plainImageJGetsEveryLibraryButItself() throws IOException {
    Path app = folder("plugins");
    Installer.run(
        app,
        jars(
            "0.1.0",
            "ij-1.54p",
            "scijava-common-2.100.1",
            "onnxruntime-1.29.0",
            "ij1-patcher-2.0.0",
            "javassist-3.30.2-GA"));
    assertEquals(
        Set.of(
            "plugins/Palimpsest_-0.1.0.jar",
            "plugins/jars/scijava-common-2.100.1.jar",
            "plugins/jars/onnxruntime-1.29.0.jar"),
        files(app));
  }

  @Test
  void fijiKeepsItsOwnLibraries() throws IOException {
    Path app = folder("plugins", "jars");
    Files.writeString(app.resolve("jars/jna-5.13.0.jar"), "Fiji's");
    Installer.run(
        app,
        jars(
            "0.1.0",
            "ij-1.54p",
            "scijava-common-2.100.1",
            "imglib2-8.0.0",
            "jna-5.14.0",
            "onnxruntime-1.29.0"));
    assertEquals(
        Set.of(
            "plugins/Palimpsest_-0.1.0.jar", "jars/jna-5.13.0.jar", "jars/onnxruntime-1.29.0.jar"),
        files(app));
  }

  @Test
  void updateRemovesWhatWasLaidAndNothingElse() throws IOException {
    Path app = folder("plugins", "jars");
    Files.writeString(app.resolve("plugins/Other_-1.0.jar"), "other");
    Files.writeString(app.resolve("jars/gson-2.8.jar"), "other");
    Files.writeString(app.resolve("plugins/Palimpsest_-0.0.9.jar"), "copied by hand");
    Installer.run(app, jars("0.1.0", "onnxruntime-1.29.0", "snakeyaml-2.5"));
    Installer.run(app, jars("0.2.0-SNAPSHOT", "onnxruntime-1.30.0"));
    assertEquals(
        Set.of(
            "plugins/Other_-1.0.jar",
            "jars/gson-2.8.jar",
            "plugins/Palimpsest_-0.2.0-SNAPSHOT.jar",
            "jars/onnxruntime-1.30.0.jar"),
        files(app));
  }

  @Test
  void secondTimeChangesNothing() throws IOException {
    Path app = folder("plugins");
    ClassPath from = jars("0.1.0", "onnxruntime-1.29.0");
    Installer.run(app, from);
    var before = times(app);
    Installer.run(app, from);
    assertEquals(before, times(app));
  }

  private static TreeMap<String, Object> times(Path app) throws IOException {
    TreeMap<String, Object> times = new TreeMap<>();
    for (String file : files(app)) {
      times.put(file, Files.getLastModifiedTime(app.resolve(file)));
    }
    return times;
  }

  @Test
  void refusesOtherFolders() throws IOException {
    Path app = folder("jars");
    ClassPath from = jars("0.1.0");
    String said = assertThrows(BadInput.class, () -> Installer.run(app, from)).getMessage();
    assertTrue(said.contains("must be that of ImageJ or Fiji"), said);
    assertTrue(files(app).isEmpty());
    assertFalse(Files.exists(app.resolve(".palimpsest-installed")));
  }

  @Test
  void realClassPathIsComplete() throws IOException {
    Set<String> laid =
        InstallFolders.classPath(temp, "1").libraries(false).stream()
            .map(Jar::artifact)
            .collect(Collectors.toSet());
    assertTrue(
        laid.containsAll(
            Set.of("scijava-common", "parsington", "imglib2", "gson", "onnxruntime", "tokenizers")),
        laid.toString());
    assertFalse(laid.contains("ij"), laid.toString());
  }
}
