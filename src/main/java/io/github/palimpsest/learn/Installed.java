package io.github.palimpsest.learn;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.install.ModelInstaller;
import io.github.palimpsest.model.own.KeptModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Writes a kept model where it disturbs nobody and installs it as any other. */
final class Installed {
  private Installed() {}

  /**
   * Writes and installs.
   *
   * @param copied told the bytes of every piece that is copied; may end the install by an exception
   * @return what was learnt, a phrase
   * @throws BadInput if there is too little to learn from, no space, or such a model
   */
  static String write(KeptModel model, String name, LongConsumer copied) {
    Path place = null;
    try {
      place = Files.createTempDirectory("palimpsest-learn");
      Path folder = Files.createDirectory(place.resolve(name));
      String learnt = model.write(folder, name, List.of());
      ModelInstaller.install(folder, ModelFolders.installFolder(), copied);
      return learnt;
    } catch (IOException e) {
      throw new BadInput(
          "The model " + name + " cannot be written (" + e.getMessage() + "); free some space.", e);
    } finally {
      delete(place);
    }
  }

  private static void delete(Path place) {
    if (place == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // a temporary folder, which the system clears away
      return;
    }
  }
}
