package io.github.palimpsest.large.zarr;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What the content of a folder is known by, without reading all of it. */
final class FolderIdentity {
  /** What desktops leave in folders that somebody looks at. */
  private static final Pattern OF_DESKTOPS =
      Pattern.compile("\\.DS_Store|\\._.*|Thumbs\\.db|desktop\\.ini");

  private FolderIdentity() {}

  /**
   * A hash of names, sizes and times of change, and of all metadata; what desktops leave does not
   * count.
   *
   * @param precision of the times
   * @throws BadInput if the folder cannot be read
   */
  static String of(Path folder, ChronoUnit precision) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (Path path : FolderCopy.all(folder)) {
        String file = path.getFileName().toString();
        if (Files.isDirectory(path) || OF_DESKTOPS.matcher(file).matches()) {
          continue;
        }
        String name = folder.relativize(path).toString().replace('\\', '/');
        Instant time = Files.getLastModifiedTime(path).toInstant().truncatedTo(precision);
        String line = name + "\n" + Files.size(path) + " " + FileTime.from(time) + "\n";
        hash.update(line.getBytes(StandardCharsets.UTF_8));
        if (name.endsWith(ZarrNode.V3) || file.startsWith(".z")) {
          hash.update(Files.readAllBytes(path));
        }
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (IOException | UncheckedIOException e) {
      throw new BadInput("The image (" + folder + ") cannot be read: " + e.getMessage() + ".", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
