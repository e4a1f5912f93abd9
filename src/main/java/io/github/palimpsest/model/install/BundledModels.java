package io.github.palimpsest.model.install;

import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.cache.JarFiles;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Models inside the plugin's own jar, at {@code /palimpsest-models/<name>/}.
 *
 * <p>ONNX Runtime reads files, so a model of the jar is copied once into the {@link Cache}. Uses
 * this class's own loader, never the thread's.
 */
final class BundledModels {
  private static final String ROOT = "palimpsest-models/";

  private BundledModels() {}

  static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    try {
      Path directory = directory();
      if (directory != null) {
        try (Stream<Path> models = Files.list(directory)) {
          models.filter(Files::isDirectory).forEach(m -> names.add(m.getFileName().toString()));
        }
      } else {
        Optional<Path> jar = JarFiles.jarOf(BundledModels.class);
        if (jar.isPresent()) {
          for (JarFiles.Entry entry : JarFiles.below(jar.get(), ROOT).entries()) {
            if (entry.name().indexOf('/') > 0) {
              names.add(entry.name().substring(0, entry.name().indexOf('/')));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new BadInput("The plugin's jar cannot be read (" + e.getMessage() + ").", e);
    }
    return List.copyOf(names);
  }

  /** The files of a bundled model as a folder on disk. */
  static synchronized Path folder(String name) {
    try {
      Path directory = directory();
      return directory != null ? directory.resolve(name) : extracted(name);
    } catch (IOException e) {
      throw new BadInput(
          "The bundled model "
              + name
              + " cannot be unpacked ("
              + Cache.reason(e)
              + "); free some space, or set the system property palimpsest.cache to a folder that"
              + " can be written.",
          e);
    }
  }

  /** The folder of resources when classes lie unpacked on disk, else null. */
  private static Path directory() throws IOException {
    URL root = BundledModels.class.getClassLoader().getResource(ROOT);
    if (root == null || !root.getProtocol().equals("file")) {
      return null;
    }
    try {
      return Path.of(root.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Path extracted(String name) throws IOException {
    Path jar =
        JarFiles.jarOf(BundledModels.class).orElseThrow(() -> new IOException("no jar found"));
    return Cache.unpack(name, JarFiles.below(jar, ROOT + name + "/"));
  }
}
