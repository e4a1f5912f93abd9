package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskPlaces;

/** What is looked at before a dialog opens, in the words of a user who has seen none yet. */
final class FirstChecks {
  private FirstChecks() {}

  /**
   * That there is an image.
   *
   * @param what to open and do with it, as an instruction
   */
  static ImagePlus image(ImagePlus image, String what) {
    if (image == null || image.getWidth() == 0) {
      throw new BadInput("There is no image. " + what);
    }
    if (!Plane.readable(image)) {
      throw BadInput.of("'%s' is closed. Open it again first.", image.getTitle());
    }
    return image;
  }

  /** That nobody else writes into the image. */
  static void idle(ImagePlus image) {
    if (image.isLocked()) {
      throw BadInput.of(
          "'%s' is in use by another command. Wait until that has ended, or stop it with Esc.",
          image.getTitle());
    }
  }

  /** That the pixels of an image are intensities. */
  static void intensities(ImagePlus image) {
    Plane shown = Plane.of(image, Math.max(1, image.getCurrentSlice()));
    LutCheck.requireIntensities("'" + image.getTitle() + "'", image, shown);
  }

  /** The same while the dialog is open, of a mask that is to be the selection. */
  static void mask(ImagePlus image, Request values) {
    boolean selection = values.text(Param.MASK).equalsIgnoreCase("Selection");
    boolean border = !values.text(Param.EXPAND).isBlank();
    if (selection && !border && image.getRoi() == null) {
      throw BadInput.of(
          "mask (Selection) needs a selection on '%s': draw one around what to repaint.",
          image.getTitle());
    }
  }

  /**
   * That there is something to repaint.
   *
   * @return value of {@code mask=} that finds it
   */
  static String mask(ImagePlus image) {
    String place = MaskPlaces.find(image);
    if (place == null && image.getRoi() != null) {
      throw BadInput.of(
          "The selection lies outside '%s'. Draw it around what to repaint.", image.getTitle());
    }
    if (place == null) {
      throw BadInput.of(
          "Nothing is selected on '%s'. Draw a selection around what to repaint first.",
          image.getTitle());
    }
    return place;
  }
}
