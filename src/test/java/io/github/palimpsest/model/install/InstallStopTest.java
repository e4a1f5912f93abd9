package io.github.palimpsest.model.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.TinyModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop in the middle of an install leaves nothing behind. */
class InstallStopTest {
  @TempDir Path temporary;

  @Test
  void aFolder() throws IOException {
    stopped(TinyModels.unzip("sd", Files.createDirectory(temporary.resolve("tiny"))));
  }

  @Test
  void aZip() throws IOException {
    Path zip = temporary.resolve("tiny.zip");
    try (InputStream in = TinyModels.class.getResourceAsStream("/models/sd.zip")) {
      Files.copy(in, zip);
    }
    stopped(zip);
  }

  private void stopped(Path source) throws IOException {
    Path models = temporary.resolve("models");
    AtomicLong all = new AtomicLong();
    ModelInstaller.install(source, models, all::addAndGet);
    ModelInstaller.remove("tiny", models);
    for (long after : new long[] {0, all.get() - 1}) {
      AtomicLong done = new AtomicLong();
      assertThrows(
          Cancelled.class,
          () ->
              ModelInstaller.install(
                  source,
                  models,
                  bytes -> {
                    if (done.addAndGet(bytes) > after) {
                      throw new Cancelled();
                    }
                  }));
      assertEquals(List.of(), left(models));
    }
    assertTrue(Files.exists(source));
    assertEquals("tiny", ModelInstaller.install(source, models).path().getFileName().toString());
  }

  private static List<Path> left(Path models) throws IOException {
    try (Stream<Path> files = Files.list(models)) {
      return files.toList();
    }
  }
}
