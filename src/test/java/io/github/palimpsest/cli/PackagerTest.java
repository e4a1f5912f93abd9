package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.palimpsest.check.BadInput;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip for users; {@link PlainImageJTest} runs what it holds. */
class PackagerTest {
  @TempDir Path temp;

  private ClassPath jars(String... names) throws IOException {
    StringBuilder paths = new StringBuilder();
    for (String name : names) {
      paths.append(Files.writeString(temp.resolve(name + ".jar"), name)).append(File.pathSeparator);
    }
    return ClassPath.of(paths.toString());
  }

  @Test
  void fijiFindsOnlyWhatItLacks() throws IOException {
    ClassPath from =
        jars(
            "Palimpsest_-0.1.0",
            "ij-1.54p",
            "scijava-common-2.100.1",
            "gson-2.10.1",
            "onnxruntime-1.29.0",
            "ij1-patcher-2.0.0");
    Path zip = temp.resolve("made/palimpsest.zip");
    Packager.run(zip, from);
    try (ZipFile made = new ZipFile(zip.toFile())) {
      List<String> names = made.stream().map(ZipEntry::getName).sorted().toList();
      assertEquals(
          List.of(
              "jars/onnxruntime-1.29.0.jar",
              "plugins/Palimpsest/README.txt",
              "plugins/Palimpsest/gson-2.10.1.zip",
              "plugins/Palimpsest/scijava-common-2.100.1.zip",
              "plugins/Palimpsest_.jar"),
          names);
      String plugin =
          new String(made.getInputStream(made.getEntry("plugins/Palimpsest_.jar")).readAllBytes());
      assertEquals("Palimpsest_-0.1.0", plugin);
    }
    byte[] first = Files.readAllBytes(zip);
    Packager.run(zip, from);
    assertArrayEquals(first, Files.readAllBytes(zip));
  }

  @Test
  void leavesNothingHalfWritten() throws IOException {
    ClassPath from = jars("Palimpsest_-0.1.0", "onnxruntime-1.29.0");
    Files.delete(temp.resolve("onnxruntime-1.29.0.jar"));
    Path zip = temp.resolve("palimpsest.zip");
    assertThrows(BadInput.class, () -> Packager.run(zip, from));
    assertFalse(Files.exists(zip));
    assertFalse(Files.exists(temp.resolve("palimpsest.zip.part")));
  }
}
