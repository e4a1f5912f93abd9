package io.github.palimpsest.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The random models of {@code src/test/resources/models} as folders. */
public final class TinyModels {
  /** Their names among the temporary files begin so. */
  public static final String PREFIX = "tiny-";

  private static final Map<String, Path> SHARED = new ConcurrentHashMap<>();

  private TinyModels() {}

  /** A folder that all tests share; do not change it. */
  public static Path folder(String name) {
    return SHARED.computeIfAbsent(
        name,
        n -> {
          try {
            Path folder = Files.createTempDirectory(PREFIX + n);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return unzip(n, folder);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** A copy of one's own; files that are there already are replaced. */
  public static Path unzip(String name, Path folder) throws IOException {
    try (InputStream raw = TinyModels.class.getResourceAsStream("/models/" + name + ".zip");
        ZipInputStream zip = new ZipInputStream(raw)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + folder);
    }
  }
}
