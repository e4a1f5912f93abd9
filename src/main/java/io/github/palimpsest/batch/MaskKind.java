package io.github.palimpsest.batch;

import java.util.Locale;

/** Where the masks of a batch come from: the value of {@code masks=}. */
enum MaskKind {
  /** The selection saved in the TIFF. */
  SELECTION,
  /** The overlay saved in the TIFF. */
  OVERLAY,
  /** Intensities of the image itself. */
  THRESHOLD,
  /** A folder with a file for each image. */
  FOLDER;

  static MaskKind of(String masks) {
    return switch (masks.toLowerCase(Locale.ROOT)) {
      case "selection" -> SELECTION;
      case "overlay" -> OVERLAY;
      case "threshold" -> THRESHOLD;
      default -> FOLDER;
    };
  }

  /** The word, as {@code mask=} of Diffusion Inpaint has it. */
  String word() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
