package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** SHA-256 of files, read again only when path, size or time of change differ. */
final class WeightHashes {
  private static final int DEPTH = 8;

  private record Stamp(Path file, long size, FileTime changed, Object identity) {}

  private static final Map<Stamp, String> KNOWN = new ConcurrentHashMap<>();

  private WeightHashes() {}

  /** Hashes by file; who asks for a file while another reads it waits for that one. */
  static Map<String, String> of(Path folder, List<String> files) {
    Map<String, String> hashes = new TreeMap<>();
    for (String file : files) {
      Path path = folder.resolve(file);
      try {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        Stamp stamp =
            new Stamp(path.toRealPath(), now.size(), now.lastModifiedTime(), now.fileKey());
        hashes.put(file, KNOWN.computeIfAbsent(stamp, s -> sha256(path)));
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    return hashes;
  }

  /**
   * What the files below a folder are now.
   *
   * @param text path, size, time of change and identity of every one
   * @param newest when one was changed last
   */
  record FolderStamp(String text, FileTime newest) {}

  /** The stamp of a folder: equal for as long as no file in it changes. */
  static FolderStamp stamp(Path folder) {
    try {
      // links are followed: what counts is the file that is read
      Path real = folder.toRealPath();
      List<String> lines = new ArrayList<>();
      FileTime[] newest = {FileTime.fromMillis(0)};
      Files.walkFileTree(
          real,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          DEPTH,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                FileTime changed = attributes.lastModifiedTime();
                lines.add(line(real.relativize(file), attributes));
                newest[0] = changed.compareTo(newest[0]) > 0 ? changed : newest[0];
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              // a link to nothing or to a folder around it holds no file of the model
              return FileVisitResult.CONTINUE;
            }
          });
      String text = real + "\n" + String.join("\n", new TreeSet<>(lines));
      return new FolderStamp(text, newest[0]);
    } catch (IOException e) {
      throw new BadInput(
          "Model folder \"" + folder + "\" cannot be read (" + e.getMessage() + ").", e);
    }
  }

  private static String line(Path file, BasicFileAttributes attributes) {
    return file
        + " "
        + attributes.size()
        + " "
        + attributes.lastModifiedTime()
        + " "
        + attributes.fileKey();
  }

  private static BadInput unreadable(Path file, IOException e) {
    return new BadInput("Model file \"" + file + "\" cannot be read (" + e.getMessage() + ").", e);
  }

  private static String sha256(Path file) {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
