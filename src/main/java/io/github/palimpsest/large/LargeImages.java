package io.github.palimpsest.large;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Tells large images from folders of images, and opens them. Thread-safe. */
public final class LargeImages {
  private LargeImages() {}

  /** Whether a path is one image of a {@link LargeFormat}, and no folder of images. */
  public static boolean isOne(Path path) {
    return format(path) != null;
  }

  /**
   * Opens an image.
   *
   * @throws BadInput if it is of no known format, or cannot be read
   */
  public static LargeImage open(Path path) {
    return known("input", path).open(path.toAbsolutePath().normalize());
  }

  /** The same of a mask, see {@link LargeFormat#openMask}. */
  static LargeImage openMask(Path path) {
    return known("masks", path).openMask(path.toAbsolutePath().normalize());
  }

  private static LargeFormat known(String key, Path path) {
    LargeFormat format = format(path);
    if (format == null) {
      throw BadInput.of(
          "%s (%s) %s: name a file or folder of one of these formats: %s.",
          key, path, Files.exists(path) ? "has no known format" : "is missing", names());
    }
    return format;
  }

  private static String names() {
    return String.join(", ", formats().keySet());
  }

  private static LargeFormat format(Path path) {
    return formats().values().stream().filter(f -> f.claims(path)).findFirst().orElse(null);
  }

  private static Map<String, LargeFormat> formats() {
    return Plugins.named(LargeFormat.class);
  }
}
