package io.github.palimpsest.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Unpacks files of jars for libraries that read them from disk: into {@code ~/.palimpsest/cache}
 * (or the system property {@code palimpsest.cache}), under a name made from their content.
 *
 * <p>Every file is checked by size and checksum before it is used. Several processes, on one or
 * several machines, may share the folder and start at once: a file or folder appears under its name
 * when it is complete, and what is complete is never touched again. Thread-safe.
 */
public final class Cache {
  private record Stamp(Path file, long size, FileTime changed) {}

  private static final Map<Stamp, Long> CHECKSUMS = new ConcurrentHashMap<>();
  // another value in another class loader
  private static final String LOADER = UUID.randomUUID().toString();
  private static boolean swept;

  private Cache() {}

  /**
   * Where files are unpacked, whether it exists or not: the system property, else the home, else a
   * folder of this run.
   */
  public static Path root() throws IOException {
    String set = System.getProperty("palimpsest.cache");
    if (set != null) {
      return Path.of(set);
    }
    return Home.folder().isPresent()
        ? Home.folder().get().resolve("cache")
        : TemporaryCache.because("This account has no home folder");
  }

  /**
   * A folder on disk that holds these files; unpacks what is missing or damaged. Where the cache
   * cannot be written, a folder of this run in the temporary folder takes its place, which {@link
   * #takeWarning} says.
   *
   * @param name beginning of the folder's name
   * @throws IOException with a reason when neither can be written
   */
  public static synchronized Path unpack(String name, JarFiles files) throws IOException {
    String folder = name + "-" + files.key();
    Path root = root();
    try {
      if (!swept) {
        swept = true;
        UnfinishedFolders.sweep(root, "*part*");
      }
      return unpack(root, folder, files);
    } catch (IOException e) {
      String first = "\"" + root + "\" cannot be used (" + reason(e) + ")";
      Path other = TemporaryCache.because(first);
      try {
        return unpack(other, folder, files);
      } catch (IOException f) {
        throw new IOException(first + ", nor can \"" + other + "\" (" + reason(f) + ")", f);
      }
    }
  }

  /**
   * The same for native libraries. Java loads a file for one class loader only, so that a second
   * one, as ImageJ makes when its menus are refreshed, gets copies that last as long as the run. So
   * does a run whose cache lies where libraries cannot be loaded from.
   */
  public static synchronized Path unpackLibraries(String name, JarFiles files) throws IOException {
    Path root = root();
    if (Mounts.forbidLibraries(root)) {
      String reason = "\"" + root + "\" lies on a disk that libraries cannot be loaded from";
      return unpack(TemporaryCache.because(reason), name + "-" + files.key(), files);
    }
    Path folder = unpack(name, files);
    // what all class loaders share
    String key = "palimpsest.loaded." + folder.getFileName();
    Object owner = System.getProperties().putIfAbsent(key, LOADER);
    return owner == null || owner.equals(LOADER)
        ? folder
        : unpack(TemporaryCache.get(), folder.getFileName().toString(), files);
  }

  /** What the user should know about where files are kept, once; else null. */
  public static String takeWarning() {
    return TemporaryCache.takeWarning();
  }

  private static Path unpack(Path root, String name, JarFiles files) throws IOException {
    Path folder = root.resolve(name);
    List<JarFiles.Entry> missing = missing(folder, files);
    if (missing.isEmpty()) {
      return folder;
    }
    Files.createDirectories(root);
    Path part = UnfinishedFolders.begin(root, name);
    try (JarFile jar = files.open()) {
      for (JarFiles.Entry entry : missing) {
        copy(jar, entry, inside(part, entry));
      }
      if (!Files.exists(folder)) {
        moveWhole(part, folder);
      }
      for (JarFiles.Entry entry : missing(folder, files)) {
        mend(inside(part, entry), inside(folder, entry), entry);
      }
    } finally {
      UnfinishedFolders.delete(part);
    }
    return folder;
  }

  private static List<JarFiles.Entry> missing(Path folder, JarFiles files) throws IOException {
    List<JarFiles.Entry> missing = new ArrayList<>();
    for (JarFiles.Entry entry : files.entries()) {
      if (!whole(inside(folder, entry), entry)) {
        missing.add(entry);
      }
    }
    return missing;
  }

  private static Path inside(Path folder, JarFiles.Entry entry) throws IOException {
    Path file = folder.resolve(entry.name()).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new IOException("entry " + entry.inJar() + " leaves its folder");
    }
    return file;
  }

  private static boolean whole(Path file, JarFiles.Entry entry) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != entry.size()) {
      return false;
    }
    Stamp stamp = new Stamp(file, entry.size(), Files.getLastModifiedTime(file));
    Long known = CHECKSUMS.get(stamp);
    if (known == null) {
      try (InputStream in = Files.newInputStream(file)) {
        known = checksum(in, OutputStream.nullOutputStream());
      }
      CHECKSUMS.put(stamp, known);
    }
    return known == entry.crc();
  }

  private static void copy(JarFile jar, JarFiles.Entry entry, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    long checksum;
    try (InputStream in = JarFiles.read(jar, entry);
        OutputStream out = Files.newOutputStream(to)) {
      checksum = checksum(in, out);
    }
    if (checksum != entry.crc()) {
      throw new IOException("\"" + jar.getName() + "\" is damaged at " + entry.inJar());
    }
  }

  private static long checksum(InputStream from, OutputStream to) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(from, new CRC32());
    byte[] buffer = new byte[1 << 16];
    for (int n = checked.read(buffer); n >= 0; n = checked.read(buffer)) {
      to.write(buffer, 0, n);
    }
    return checked.getChecksum().getValue();
  }

  // Another process may have been faster; then its folder stays, and is checked like any other.
  private static void moveWhole(Path part, Path folder) throws IOException {
    try {
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  // A running process keeps the file it has opened; the new one takes its name.
  private static void mend(Path from, Path to, JarFiles.Entry entry) throws IOException {
    Files.createDirectories(to.getParent());
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!whole(to, entry)) {
        throw e;
      }
    }
  }

  /** Why something failed: Java's exceptions about files often hold nothing but the path. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "it is read-only for this account";
    }
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
