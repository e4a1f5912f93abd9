package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;

/**
 * The images and ROIs that an image read from a file was given. For such an image they take the
 * place of the open images and of the ROI Manager, so that what is made of it does not depend on
 * what its user has open. Immutable.
 *
 * @param images found by their titles, as open images are
 * @param rois as if they were in the ROI Manager
 * @param place of the ROIs, for sentences, such as {@code file cells.zip}
 */
public record Companions(List<ImagePlus> images, List<Roi> rois, String place) {
  private static final String KEY = "palimpsest.companions";

  /** Nothing: no image is open for it, and the ROI Manager is empty. */
  public static final Companions NONE = new Companions(List.of(), List.of(), "ROI Manager");

  /** Keeps copies of the lists. */
  public Companions {
    images = List.copyOf(images);
    rois = List.copyOf(rois);
  }

  /** Gives an image its companions; nothing of it is saved or copied with the image. */
  public void giveTo(ImagePlus image) {
    image.setProperty(KEY, this);
  }

  /** The companions of an image, or of the one on a larger canvas; null if it has open images. */
  public static Companions of(ImagePlus image) {
    boolean some = image != null;
    return some && ExpandedImage.seen(image).getProperty(KEY) instanceof Companions own
        ? own
        : null;
  }
}
