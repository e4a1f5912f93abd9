package io.github.palimpsest.model;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** SHA-256 of files, read again only when path, size or time of change differ. */
final class WeightHashes {
  private record Stamp(Path file, long size, FileTime changed) {}

  private static final Map<Stamp, String> KNOWN = new ConcurrentHashMap<>();

  private WeightHashes() {}

  static Map<String, String> of(Path folder, List<String> files) {
    Map<String, String> hashes = new TreeMap<>();
    for (String file : files) {
      Path path = folder.resolve(file);
      try {
        Stamp stamp =
            new Stamp(path.toRealPath(), Files.size(path), Files.getLastModifiedTime(path));
        String hash = KNOWN.get(stamp);
        if (hash == null) {
          hash = sha256(path);
          KNOWN.put(stamp, hash);
        }
        hashes.put(file, hash);
      } catch (IOException e) {
        throw new BadInput(
            "Model file \"" + path + "\" cannot be read (" + e.getMessage() + ").", e);
      }
    }
    return hashes;
  }

  /** Path, size and time of change of every file below a folder, as one text. */
  static String stamp(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder text = new StringBuilder(folder.toRealPath().toString());
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        text.append('\n')
            .append(folder.relativize(file))
            .append(' ')
            .append(Files.size(file))
            .append(' ')
            .append(Files.getLastModifiedTime(file));
      }
      return text.toString();
    } catch (IOException e) {
      throw new BadInput(
          "Model folder \"" + folder + "\" cannot be read (" + e.getMessage() + ").", e);
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
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
