package io.github.palimpsest.model.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInstallerTest {
  @TempDir Path temporary;

  private Path models() {
    return temporary.resolve("models");
  }

  /** A zip of the pixel model below {@code prefix}. */
  private ZipArchiveOutputStream zip(Path file, String prefix) throws IOException {
    ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file);
    Path folder = TinyModels.folder("pixel");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path source : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(source).toString().replace('\\', '/');
        add(zip, prefix + name, Files.readAllBytes(source), 0);
      }
    }
    return zip;
  }

  private static void add(ZipArchiveOutputStream zip, String name, byte[] data, int unixMode)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    if (unixMode != 0) {
      entry.setUnixMode(unixMode);
    }
    zip.putArchiveEntry(entry);
    zip.write(data);
    zip.closeArchiveEntry();
  }

  private String refused(Path source) throws IOException {
    String sentence =
        assertThrows(BadInput.class, () -> ModelInstaller.install(source, models())).getMessage();
    if (Files.exists(models())) {
      try (Stream<Path> left = Files.list(models())) {
        assertEquals(0, left.count(), "nothing may be left behind");
      }
    }
    return sentence;
  }

  @Test
  void installsAFolderOnce() throws IOException {
    Path source = TinyModels.unzip("pixel", temporary.resolve("mine"));
    ModelFolder model = ModelInstaller.install(source, models());
    assertEquals(models().resolve("mine"), model.path());
    assertThrows(BadInput.class, () -> ModelInstaller.install(source, models()));
    ModelInstaller.remove("mine", models());
    assertFalse(Files.exists(models().resolve("mine")));
    assertThrows(BadInput.class, () -> ModelInstaller.remove("mine", models()));
    assertThrows(BadInput.class, () -> ModelInstaller.remove("../mine", models()));
    assertTrue(Files.exists(source));
  }

  @Test
  void installsAZipWithAFolderAroundTheModel() throws IOException {
    Path file = temporary.resolve("zipped.zip");
    zip(file, "around/").close();
    assertEquals("zipped", ModelInstaller.install(file, models()).name());
    try (Stream<Path> installed = Files.list(models())) {
      assertEquals(1, installed.count());
    }
  }

  @Test
  void installsABioimagePackage() throws IOException {
    Path source = TinyModels.unzip("pixel", temporary.resolve("package"));
    Files.move(source.resolve("unet/model.onnx"), source.resolve("weights.onnx"));
    Files.writeString(
        source.resolve("rdf.yaml"),
        "type: model\nname: Tiny pixels\nlicense: MIT\nweights:\n  onnx:\n"
            + "    source: weights.onnx\n    opset_version: 17\n");
    ModelFolder model = ModelInstaller.install(source, models());
    assertEquals("Tiny pixels", model.name());
    assertEquals("MIT", model.card().licence());
    Files.delete(source.resolve("weights.onnx"));
    ModelInstaller.remove("package", models());
    assertTrue(refused(source).contains("weights.onnx"));
  }

  @Test
  void refusesUnfitModels() throws IOException {
    Path source = TinyModels.unzip("pixel", temporary.resolve("broken"));
    Files.delete(source.resolve("scheduler/scheduler_config.json"));
    String sentence = refused(source);
    assertTrue(sentence.contains("scheduler/scheduler_config.json is missing"), sentence);
    assertTrue(sentence.contains(source.toString()), sentence);
  }

  @Test
  void refusesZipsWithIllIntent() throws IOException {
    Path escaping = temporary.resolve("escaping.zip");
    try (ZipArchiveOutputStream zip = zip(escaping, "")) {
      add(zip, "../../outside.txt", new byte[] {1}, 0);
    }
    assertTrue(refused(escaping).contains("../../outside.txt"));
    Path linking = temporary.resolve("linking.zip");
    try (ZipArchiveOutputStream zip = zip(linking, "")) {
      add(zip, "unet/link", "/etc/passwd".getBytes(), 0120777);
    }
    assertTrue(refused(linking).contains("unet/link"));
    Path twice = temporary.resolve("twice.zip");
    try (ZipArchiveOutputStream zip = zip(twice, "")) {
      add(zip, "UNET/model.onnx", new byte[] {1}, 0);
    }
    assertTrue(refused(twice).contains("twice"));
    assertFalse(Files.exists(temporary.resolve("outside.txt")));
  }

  @Test
  void refusesDamagedZips() throws IOException {
    Path whole = temporary.resolve("whole.zip");
    zip(whole, "").close();
    byte[] bytes = Files.readAllBytes(whole);
    Path half = temporary.resolve("half.zip");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(refused(half).contains("half.zip"));
    Path empty = temporary.resolve("empty.zip");
    Files.write(empty, new byte[0]);
    refused(empty);
    byte[] flipped = bytes.clone();
    for (int i = 1000; i < 1100; i++) {
      flipped[i] ^= 0x55;
    }
    Path corrupt = temporary.resolve("corrupt.zip");
    Files.write(corrupt, flipped);
    refused(corrupt);
    refused(temporary.resolve("nowhere.zip"));
  }

  @Test
  void refusesLinksInFolders() throws IOException {
    Path source = TinyModels.unzip("pixel", temporary.resolve("linked"));
    Path target = Files.move(source.resolve("unet/model.onnx"), temporary.resolve("real.onnx"));
    try {
      Files.createSymbolicLink(source.resolve("unet/model.onnx"), target);
    } catch (IOException | UnsupportedOperationException e) {
      org.junit.jupiter.api.Assumptions.abort("no links here");
    }
    assertTrue(refused(source).contains("link"));
  }
}
