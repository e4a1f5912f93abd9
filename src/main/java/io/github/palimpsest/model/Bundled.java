package io.github.palimpsest.model;

import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Models inside the plugin's own jar, at {@code /palimpsest-models/<name>/}.
 *
 * <p>ONNX Runtime reads files, so a model of the jar is laid once into {@code ~/.palimpsest/cache}
 * (or the system property {@code palimpsest.cache}), under a name made from its content. Uses this
 * class's own loader, never the thread's.
 */
final class Bundled {
  private static final String ROOT = "palimpsest-models/";

  private Bundled() {}

  static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    try {
      Path directory = directory();
      if (directory != null) {
        try (Stream<Path> models = Files.list(directory)) {
          models.filter(Files::isDirectory).forEach(m -> names.add(m.getFileName().toString()));
        }
      } else {
        for (JarEntry entry : entries("")) {
          String rest = entry.getName().substring(ROOT.length());
          names.add(rest.substring(0, rest.indexOf('/')));
        }
      }
    } catch (IOException e) {
      throw new BadInput("The plugin's jar cannot be read (" + e.getMessage() + ").", e);
    }
    return List.copyOf(names);
  }

  /** The words a bundled model knows, as its card says; does not unpack it. */
  static List<String> vocabulary(String name) {
    List<String> words = new ArrayList<>();
    try (InputStream in =
        Bundled.class.getClassLoader().getResourceAsStream(ROOT + name + "/palimpsest.json")) {
      if (in != null) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        JsonParser.parseString(text)
            .getAsJsonObject()
            .getAsJsonArray("vocabulary")
            .forEach(word -> words.add(word.getAsString()));
      }
    } catch (IOException e) {
      throw new BadInput("The plugin's jar cannot be read (" + e.getMessage() + ").", e);
    }
    return words;
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
              + " cannot be unpacked into \""
              + cache()
              + "\" ("
              + e.getMessage()
              + "); free some space there or set the system property palimpsest.cache.",
          e);
    }
  }

  /** The folder of resources when classes lie unpacked on disk, else null. */
  private static Path directory() throws IOException {
    URL root = Bundled.class.getClassLoader().getResource(ROOT);
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
    String prefix = name + "/";
    List<JarEntry> entries = entries(prefix);
    Path target = cache().resolve(name + "-" + key(entries));
    if (complete(target, entries, prefix)) {
      return target;
    }
    Files.createDirectories(cache());
    Path part = Files.createTempDirectory(cache(), name + "-part");
    try (JarFile jar = new JarFile(jarFile().toFile())) {
      for (JarEntry entry : entries) {
        Path file = part.resolve(entry.getName().substring(ROOT.length() + prefix.length()));
        if (!file.normalize().startsWith(part)) {
          throw new IOException("entry " + entry.getName() + " leaves its folder");
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
      FileTree.delete(target);
      move(part, target);
    } finally {
      FileTree.delete(part);
    }
    return target;
  }

  // Another process may have put the same content there first; then ours is not needed.
  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private static boolean complete(Path target, List<JarEntry> entries, String prefix)
      throws IOException {
    for (JarEntry entry : entries) {
      Path file = target.resolve(entry.getName().substring(ROOT.length() + prefix.length()));
      if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
        return false;
      }
    }
    return true;
  }

  private static String key(List<JarEntry> entries) {
    MessageDigest digest = WeightHashes.newDigest();
    for (JarEntry entry : entries) {
      String line = entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  /** Files below {@code palimpsest-models/<prefix>} in the plugin's jar, sorted by name. */
  private static List<JarEntry> entries(String prefix) throws IOException {
    Path file = jarFile();
    if (file == null) {
      return List.of();
    }
    List<JarEntry> entries = new ArrayList<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      jar.stream()
          .filter(e -> !e.isDirectory() && e.getName().startsWith(ROOT + prefix))
          .filter(e -> e.getName().indexOf('/', ROOT.length()) > 0)
          .forEach(entries::add);
    }
    entries.sort(Comparator.comparing(JarEntry::getName));
    return entries;
  }

  /** The jar this class came from, or null. */
  private static Path jarFile() throws IOException {
    URL self = Bundled.class.getResource("Bundled.class");
    if (self == null || !self.getProtocol().equals("jar")) {
      return null;
    }
    URLConnection connection = self.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return Path.of(URI.create(jar.getJarFileURL().toString()));
    }
    return null;
  }

  private static Path cache() {
    String set = System.getProperty("palimpsest.cache");
    return set != null ? Path.of(set) : Models.home().resolve("cache");
  }
}
