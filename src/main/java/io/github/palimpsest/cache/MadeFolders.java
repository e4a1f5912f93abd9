package io.github.palimpsest.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Folders of files that were made from something else and can be made again, kept below {@link
 * Cache#root}. Together they hold no more than so many bytes: those that were not used for longest
 * are deleted first. A folder appears under its name when it is whole, so that processes may share
 * them; one that is damaged is made again. Thread-safe.
 */
public final class MadeFolders {
  /** Fills a folder. */
  @FunctionalInterface
  public interface Maker {
    /** Writes what belongs into an empty folder. */
    void make(Path folder) throws IOException;
  }

  private static final String LIST = "files.txt";
  private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();
  private static final Map<Path, String> CHECKED = new ConcurrentHashMap<>();

  private final String name;
  private final long most;

  /**
   * @param name of the folder that holds them all
   * @param most bytes that they may have together
   */
  public MadeFolders(String name, long most) {
    this.name = name;
    this.most = most;
  }

  /**
   * A folder; made where there is none. Another process may delete it at any time when it needs the
   * space, so that who finds a file of it gone asks again. Where the cache cannot be written, a
   * folder of this run in the temporary folder takes its place, see {@link Cache#takeWarning}.
   *
   * @param key what it was made from, as part of a file name
   * @throws IOException with a reason when neither can be written
   */
  public Path get(String key, Maker maker) throws IOException {
    Path root = Cache.root().resolve(name);
    synchronized (LOCKS.computeIfAbsent(root.resolve(key), path -> new Object())) {
      Path folder = root.resolve(key);
      if (whole(folder)) {
        touch(folder);
        return folder;
      }
      Path usable = usable(root);
      folder = usable.resolve(key);
      if (!whole(folder)) {
        make(usable, key, maker);
        bound(usable, folder);
      }
      return folder;
    }
  }

  private Path usable(Path root) throws IOException {
    try {
      Files.createDirectories(root);
      UnfinishedFolders.sweep(root, "*part*");
      UnfinishedFolders.delete(UnfinishedFolders.begin(root, "try"));
      return root;
    } catch (IOException e) {
      String reason = "\"" + root + "\" cannot be used (" + Cache.reason(e) + ")";
      return Files.createDirectories(TemporaryCache.because(reason).resolve(name));
    }
  }

  private static void make(Path root, String key, Maker maker) throws IOException {
    Path part = UnfinishedFolders.begin(root, key);
    try {
      maker.make(part);
      Files.writeString(part.resolve(LIST), list(part));
      Path folder = root.resolve(key);
      if (Files.exists(folder) && !whole(folder)) {
        take(root, folder);
      }
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // another process may have been faster
      if (!whole(root.resolve(key))) {
        throw e;
      }
    } finally {
      UnfinishedFolders.delete(part);
    }
  }

  /** Deletes a folder so that nobody sees half of it. */
  private static void take(Path root, Path folder) throws IOException {
    Path old = UnfinishedFolders.begin(root, "old");
    try {
      Files.move(folder, old.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // another process did it
    } finally {
      UnfinishedFolders.delete(old);
    }
  }

  private static String list(Path folder) throws IOException {
    StringBuilder list = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String line = Files.size(file) + " " + checksum(file) + " " + file.getFileName();
        list.append(line).append('\n');
      }
    }
    return list.toString();
  }

  private static boolean whole(Path folder) {
    Path file = folder.resolve(LIST);
    try {
      String list = Files.readString(file, StandardCharsets.UTF_8);
      String stamp = list;
      for (String line : list.lines().toList()) {
        Path listed = folder.resolve(line.split(" ", 3)[2]);
        if (Files.size(listed) != Long.parseLong(line.split(" ", 3)[0])) {
          return false;
        }
        stamp += Files.getLastModifiedTime(listed);
      }
      // read again only when something was changed since
      if (stamp.equals(CHECKED.get(folder))) {
        return true;
      }
      for (String line : list.lines().toList()) {
        String[] parts = line.split(" ", 3);
        if (!checksum(folder.resolve(parts[2])).equals(parts[1])) {
          return false;
        }
      }
      CHECKED.put(folder, stamp);
      return true;
    } catch (IOException | RuntimeException e) {
      // a damaged list is as good as none
      return false;
    }
  }

  private static String checksum(Path file) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
      }
    }
    return Long.toHexString(sum.getValue());
  }

  private static void touch(Path folder) {
    try {
      Files.setLastModifiedTime(folder.resolve(LIST), FileTime.from(Instant.now()));
    } catch (IOException e) {
      // a cache that can only be read is not bounded either
      return;
    }
  }

  private record Kept(Path folder, long bytes, FileTime used) {}

  private void bound(Path root, Path newest) throws IOException {
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.filter(f -> Files.exists(f.resolve(LIST))).toList()) {
        kept(folder, all);
      }
    }
    long bytes = all.stream().mapToLong(Kept::bytes).sum();
    all.sort(Comparator.comparing(Kept::used));
    for (Kept kept : all) {
      if (bytes > most && !kept.folder.equals(newest)) {
        try {
          take(root, kept.folder);
          bytes -= kept.bytes;
        } catch (IOException e) {
          // Windows keeps files that are in use; the next run takes them away
          continue;
        }
      }
    }
  }

  private static void kept(Path folder, List<Kept> all) {
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      all.add(new Kept(folder, bytes, Files.getLastModifiedTime(folder.resolve(LIST))));
    } catch (IOException | UncheckedIOException e) {
      // another process has deleted it
      return;
    }
  }
}
