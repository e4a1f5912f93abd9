package io.github.palimpsest.model.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.TinyModels;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFoldersTest {
  @TempDir Path temporary;
  private String before;

  @BeforeEach
  void useOwnModelsFolder() {
    before = System.getProperty("palimpsest.models");
    System.setProperty("palimpsest.models", temporary.resolve("models").toString());
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty("palimpsest.models");
    } else {
      System.setProperty("palimpsest.models", before);
    }
  }

  @Test
  void refusesNamesThatNoFileCanHave() {
    String unknown = assertThrows(BadInput.class, () -> Models.find("a\0b")).getMessage();
    assertTrue(unknown.startsWith("model (a b) must be one of"), unknown);
  }

  @Test
  void findsByNameAndByFolder() throws IOException {
    TinyModels.unzip("pixel", temporary.resolve("models/mine"));
    TinyModels.unzip("pixel", temporary.resolve("fiji/other"));
    assertEquals("mine", Models.find(" mine ").name());
    assertEquals("other", Models.find(temporary.resolve("fiji/other").toString()).name());
    assertTrue(Models.names().containsAll(List.of("mine", "micrographs")));
    String unknown = assertThrows(BadInput.class, () -> Models.find("none")).getMessage();
    assertEquals(
        "model (none) must be one of micrographs, micrographs + this image, mine, This image or the"
            + " path of a model folder.",
        unknown);
  }

  /** Unpacks from a jar, in a loader that neither the thread nor the system knows; twice. */
  @Test
  void aBundledModelRunsInPlainImagej() throws Exception {
    Path classes =
        Path.of(ModelFolders.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = temporary.resolve("Palimpsest_ test.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      addTree(zip, classes, "", "io/github/palimpsest");
      addTree(zip, classes, "", "META-INF/json");
      addTree(zip, TinyModels.folder("sd"), "palimpsest-models/tiny/", "");
    }
    List<String> path = new ArrayList<>(List.of(jar.toString()));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .forEach(path::add);
    Path tests =
        Path.of(ModelFoldersTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (int i = 0; i < 2; i++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dpalimpsest.cache=" + temporary.resolve("cache"),
                  "-Dpalimpsest.models=" + temporary.resolve("models"),
                  "-cp",
                  tests.toString(),
                  IsolatedLoader.class.getName(),
                  String.join(File.pathSeparator, path),
                  "tiny")
              .redirectErrorStream(true)
              .start();
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      process.getInputStream().transferTo(output);
      assertEquals(0, process.waitFor(), output.toString(StandardCharsets.UTF_8));
      String words = output.toString(StandardCharsets.UTF_8);
      String once = "CPU Conditioning[77 x 16, pooled 16]";
      assertEquals(List.of(once, once), words.lines().toList(), "nothing else printed");
      try (Stream<Path> cached = Files.list(temporary.resolve("cache"))) {
        assertEquals(
            List.of("graphs", "jna", "onnxruntime", "tiny", "tokenizers"),
            cached.map(f -> f.getFileName().toString().replaceFirst("-.*", "")).sorted().toList());
      }
    }
  }

  private static void addTree(ZipOutputStream zip, Path root, String prefix, String below)
      throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(below))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(
            new ZipEntry(prefix + root.relativize(file).toString().replace('\\', '/')));
        copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  private static void copy(Path file, OutputStream out) throws IOException {
    Files.copy(file, out);
  }
}
