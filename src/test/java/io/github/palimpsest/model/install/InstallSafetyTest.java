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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Installing changes nothing but one folder of the models folder, and never waits for anybody. */
@Timeout(60)
class InstallSafetyTest {
  @TempDir Path temporary;
  private Path models;
  private Path source;

  @BeforeEach
  void unzip() throws IOException {
    models = temporary.resolve("models");
    source = TinyModels.unzip("pixel", temporary.resolve("mine"));
  }

  private String refused(Path path) {
    String sentence =
        assertThrows(BadInput.class, () -> ModelInstaller.install(path, models)).getMessage();
    assertFalse(Files.exists(models), "refused before anything is copied");
    return sentence;
  }

  private static void makePipe(Path path) throws IOException, InterruptedException {
    try {
      int status = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
      Assumptions.assumeTrue(status == 0, "no pipes here");
    } catch (IOException e) {
      Assumptions.abort("no pipes here");
    }
  }

  @Test
  void pipesAreRefusedWithoutWaiting() throws Exception {
    makePipe(temporary.resolve("pipe"));
    assertTrue(refused(temporary.resolve("pipe")).contains("neither a folder nor a plain file"));
    makePipe(source.resolve("unet/pipe"));
    String sentence = refused(source);
    assertTrue(sentence.contains("(unet/pipe) that is no plain file"), sentence);
    assertTrue(
        assertThrows(BadInput.class, () -> ModelFolder.open(temporary.resolve("pipe")))
            .getMessage()
            .contains("pipe"));
  }

  @Test
  void aLinkToAFolderIsThatFolder() throws IOException {
    Path link = temporary.resolve("linked");
    try {
      Files.createSymbolicLink(link, source);
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("no links here");
    }
    assertEquals("linked", ModelInstaller.install(link, models).name());
    assertFalse(Files.isSymbolicLink(models.resolve("linked")));
  }

  @Test
  void unfitFoldersAreNotCopied() throws IOException {
    Files.delete(source.resolve("unet/model.onnx"));
    assertTrue(refused(source).contains("unet/model.onnx is missing"));
    assertTrue(refused(temporary).contains("give"), "the folder above");
  }

  @Test
  void litterStaysBehind() throws IOException {
    Files.createDirectories(source.resolve("__MACOSX"));
    Files.writeString(source.resolve("__MACOSX/._unet"), "x");
    Files.writeString(source.resolve("unet/.DS_Store"), "x");
    Path installed = ModelInstaller.install(source, models).path();
    assertFalse(Files.exists(installed.resolve("__MACOSX")));
    assertFalse(Files.exists(installed.resolve("unet/.DS_Store")));
  }

  @Test
  void otherModelsStay() throws IOException {
    for (String other : List.of("mine.part", "mine-part")) {
      ModelInstaller.install(TinyModels.unzip("pixel", temporary.resolve(other)), models);
    }
    ModelInstaller.install(source, models);
    try (Stream<Path> left = Files.list(models)) {
      assertEquals(3, left.count());
    }
    for (String name : List.of("mine", "mine.part", "mine-part")) {
      ModelFolder.open(models.resolve(name));
    }
  }

  @Test
  void theModelsFolderIsNotCopiedIntoItself() {
    models = source.resolve("models");
    String sentence =
        assertThrows(BadInput.class, () -> ModelInstaller.install(source, models)).getMessage();
    assertTrue(sentence.contains("holds the models folder itself"), sentence);
  }

  /** Of several at once one wins; the others hear what those hear that come later. */
  @Test
  void severalAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Callable<String>> installs = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        installs.add(
            () -> {
              try {
                return ModelInstaller.install(source, models).name();
              } catch (BadInput e) {
                return e.getMessage();
              }
            });
      }
      int won = 0;
      for (Future<String> said : pool.invokeAll(installs)) {
        won += said.get().equals("mine") ? 1 : 0;
        assertTrue(
            said.get().equals("mine") || said.get().contains("is installed already"), said.get());
      }
      assertEquals(1, won);
      try (Stream<Path> left = Files.list(models)) {
        assertEquals(List.of(models.resolve("mine")), left.toList());
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
