package io.github.palimpsest.cache;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Files of one folder in a jar, with the sizes and checksums that the jar keeps of them.
 *
 * @param jar the jar
 * @param entries sorted by name; may be empty
 */
public record JarFiles(Path jar, List<Entry> entries) {
  /**
   * A file in a jar.
   *
   * @param inJar its full name there
   * @param name its name below the folder, with slashes
   * @param size bytes when unpacked
   * @param crc CRC-32 of these bytes
   */
  public record Entry(String inJar, String name, long size, long crc) {}

  /** The jar that a class came from; empty if it came from elsewhere. Does not initialise it. */
  public static Optional<Path> jarOf(Class<?> type) throws IOException {
    URL self = type.getResource(type.getSimpleName() + ".class");
    if (self == null || !self.getProtocol().equals("jar")) {
      return Optional.empty();
    }
    URLConnection connection = self.openConnection();
    if (connection instanceof JarURLConnection jar
        && jar.getJarFileURL().getProtocol().equals("file")) {
      return Optional.of(Path.of(URI.create(jar.getJarFileURL().toString())));
    }
    return Optional.empty();
  }

  /**
   * The files below a folder of a jar.
   *
   * @param folder its name with a slash at the end
   */
  public static JarFiles below(Path jar, String folder) throws IOException {
    return of(jar, folder, name -> true);
  }

  /** The files that lie directly in a folder of a jar. */
  public static JarFiles in(Path jar, String folder) throws IOException {
    return of(jar, folder, name -> name.indexOf('/') < 0);
  }

  private static JarFiles of(Path jar, String folder, Predicate<String> wanted) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        String inJar = entry.getName();
        if (!entry.isDirectory() && inJar.startsWith(folder)) {
          String name = inJar.substring(folder.length());
          if (wanted.test(name)) {
            entries.add(new Entry(inJar, name, entry.getSize(), entry.getCrc()));
          }
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::inJar));
    return new JarFiles(jar, List.copyOf(entries));
  }

  /** The jar's name without its ending, such as {@code onnxruntime-1.29.0}. */
  public String jarName() {
    return jar.getFileName().toString().replaceFirst("\\.jar$", "");
  }

  /** Sixteen letters that differ where names, sizes or checksums do. */
  String key() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Entry entry : entries) {
        String line = entry.inJar() + " " + entry.size() + " " + entry.crc() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Opens the jar to read one entry after another. */
  JarFile open() throws IOException {
    return new JarFile(jar.toFile());
  }

  static InputStream read(JarFile open, Entry entry) throws IOException {
    return open.getInputStream(open.getJarEntry(entry.inJar()));
  }
}
