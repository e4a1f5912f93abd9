package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;

/** What is missing before a session can begin. */
final class StartRequirements {
  private StartRequirements() {}

  /** One sentence, or empty if nothing is known to be missing. */
  static String of(ImagePlus image, Request request) {
    boolean selection = request.text(Param.MASK).equalsIgnoreCase("Selection");
    if (selection && (image.getRoi() == null || !image.getRoi().isArea())) {
      return "Select the part of '" + image.getTitle() + "' to repaint.";
    }
    if (request.text(Param.MASK).equalsIgnoreCase("Overlay") && image.getOverlay() == null) {
      return "Add the part to repaint to the overlay of '" + image.getTitle() + "'.";
    }
    return "";
  }
}
