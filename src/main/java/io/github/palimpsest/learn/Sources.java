package io.github.palimpsest.learn;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.Plane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The images of {@code images=}: {@code current}, {@code open}, or those of a folder. */
final class Sources {
  private static final Set<String> ENDINGS =
      Set.of("tif", "tiff", "png", "jpg", "jpeg", "bmp", "gif", "pgm", "dcm", "fits");

  /**
   * One of them.
   *
   * @param name title or file
   * @param image opens it; null if that cannot be done
   */
  record Source(String name, Supplier<ImagePlus> image) {}

  private Sources() {}

  /**
   * The images that a value names.
   *
   * @param current the current image, or null
   * @param labels an open image that is none of them, or null
   * @throws BadInput if there are none
   */
  static List<Source> of(String value, ImagePlus current, ImagePlus labels) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "current" -> {
        if (current == null) {
          throw new BadInput("There is no image; open one to learn from.");
        }
        yield List.of(open(current));
      }
      case "open" -> {
        List<Source> open =
            OpenImages.all().stream()
                .filter(image -> image != labels && Plane.readable(image))
                .map(Sources::open)
                .toList();
        if (open.isEmpty()) {
          throw new BadInput("images (open) needs an open image; open some to learn from.");
        }
        yield open;
      }
      default -> folder(value);
    };
  }

  private static Source open(ImagePlus image) {
    return new Source(image.getTitle(), () -> image);
  }

  private static List<Source> folder(String value) {
    Path folder = path(value);
    if (folder == null || !Files.isDirectory(folder)) {
      throw BadInput.of(
          "images (%s) must be current, open, or a folder that exists; check the path.", value);
    }
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> ENDINGS.contains(ending(file)) && Files.isRegularFile(file))
          .sorted()
          .forEach(
              file ->
                  sources.add(
                      new Source(
                          file.getFileName().toString(), () -> IJ.openImage(file.toString()))));
    } catch (IOException e) {
      throw new BadInput(
          "images (" + value + ") cannot be listed (" + e.getMessage() + "); check the folder.", e);
    }
    if (sources.isEmpty()) {
      throw BadInput.of(
          "images (%s) holds no image file (%s); give another folder.",
          value, String.join(", ", ENDINGS.stream().sorted().toList()));
    }
    return sources;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
