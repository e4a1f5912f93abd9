package io.github.palimpsest.session;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.DetachedImage;
import io.github.palimpsest.image.InPlaceEdit;

/**
 * The image of a session, which its user may close or turn into another meanwhile: then a stand-in
 * made at the session's start takes its place, with the same pixel arrays.
 */
final class KeptSource {
  private final ImagePlus image;
  private final ImagePlus standin;

  /**
   * Keeps what is there now.
   *
   * @throws BadInput if the image has been closed
   */
  KeptSource(ImagePlus image) {
    if (image.getProcessor() == null) {
      throw BadInput.of("'%s' has been closed: open the image again.", image.getTitle());
    }
    this.image = image;
    standin = DetachedImage.of(image);
  }

  private boolean closed() {
    return image.getProcessor() == null;
  }

  private boolean same() {
    return image.getWidth() == standin.getWidth()
        && image.getHeight() == standin.getHeight()
        && image.getBitDepth() == standin.getBitDepth()
        && image.getStackSize() == standin.getStackSize();
  }

  /** The image, or what stands in for it. */
  ImagePlus now() {
    if (closed() || !same()) {
      return standin;
    }
    Roi roi = image.getRoi();
    if (roi != null) {
      // what was selected last is what a mask is read from after the closing
      standin.setRoi((Roi) roi.clone(), false);
    }
    return image;
  }

  /** Throws if the result is to be written into an image that is no longer what it was. */
  private void requireThere() {
    if (closed()) {
      throw BadInput.of("'%s' has been closed: set output=New for its result.", image.getTitle());
    }
    if (!same()) {
      throw BadInput.of(
          "'%s' (%s) must be as when the session began (%s): undo what changed it, or set"
              + " output=New.",
          image.getTitle(), form(image), form(standin));
    }
  }

  /** Takes the image for writing; see {@link #requireThere}. */
  InPlaceEdit.Held hold() {
    requireThere();
    return InPlaceEdit.lock(image);
  }

  private static String form(ImagePlus image) {
    return "%d-bit, %d x %d, %d plane(s)"
        .formatted(image.getBitDepth(), image.getWidth(), image.getHeight(), image.getStackSize());
  }
}
