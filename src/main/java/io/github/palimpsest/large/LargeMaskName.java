package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.check.BadInput;
import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Where the mask of a large image is.
 *
 * @param text as the user wrote it
 * @param path of an image; absolute; null for a name in the {@code labels} of the image itself
 */
record LargeMaskName(String text, String path) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Set<String> NOT_IN_FILES = Set.of("selection", "overlay", "threshold");
  private static final String LABELS = "labels/";

  /**
   * Finds out what a request means.
   *
   * @throws BadInput for masks that only images in memory have
   */
  static LargeMaskName of(BatchRequest request) {
    String text = request.masks();
    if (NOT_IN_FILES.contains(text.toLowerCase(Locale.ROOT))) {
      throw BadInput.of(
          "masks (%s) must name a label image for one large image: a TIFF file, an OME-Zarr folder,"
              + " or a name in the labels of the image.",
          text);
    }
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      return new LargeMaskName(text, LargeImages.isOne(path) ? path.toString() : null);
    } catch (InvalidPathException e) {
      return new LargeMaskName(text, null);
    }
  }

  /** Its name in the labels of the image; null if it is an image of its own. */
  String label() {
    if (path != null) {
      return null;
    }
    return text.startsWith(LABELS) ? text.substring(LABELS.length()) : text;
  }

  /** What records call it, wherever it lies. */
  String recorded() {
    return path == null ? label() : Path.of(path).getFileName().toString();
  }

  /**
   * Opens the mask.
   *
   * @throws BadInput if it is missing or cannot be read
   */
  LargeImage open(LargeImage image) {
    if (path != null) {
      return LargeImages.openMask(Path.of(path));
    }
    LargeImage labels = image.labels(label());
    if (labels == null) {
      throw BadInput.of(
          "masks (%s) must be a label image: there is no TIFF file and no OME-Zarr folder of this"
              + " name, and '%s' has no labels.",
          text, image.title());
    }
    return labels;
  }
}
