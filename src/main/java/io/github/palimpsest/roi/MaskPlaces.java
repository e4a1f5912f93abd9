package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.palimpsest.image.OpenImages;
import java.awt.Rectangle;
import java.util.List;
import java.util.Locale;

/** Where a mask for an image lies now, so that a user need not say it. */
public final class MaskPlaces {
  /** Pixels up to which an image is looked through for values other than two. */
  private static final int MOST_PIXELS = 1 << 24;

  private MaskPlaces() {}

  /**
   * The value of {@code mask=} that would find something: the selection, else ROIs of the overlay,
   * else of the ROI Manager, else the only open image that can be nothing but a mask of this one.
   *
   * @return null if there is nothing
   */
  public static String find(ImagePlus image) {
    if (selected(image)) {
      return "Selection";
    }
    if (any(image, true)) {
      return "Overlay";
    }
    if (any(image, false)) {
      return "ROI Manager";
    }
    List<ImagePlus> images = OpenImages.all().stream().filter(open -> isMask(open, image)).toList();
    return images.size() == 1 ? name(images.get(0)) : null;
  }

  /** Whether a selection reaches into the image. */
  public static boolean selected(ImagePlus image) {
    Roi roi = image.getRoi();
    Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
    // the bounds of a straight line may be empty
    return roi != null
        && (roi.getBounds().intersects(all) || all.contains(roi.getBounds().getLocation()));
  }

  private static boolean any(ImagePlus image, boolean overlay) {
    for (int i = 1; i <= image.getStackSize(); i++) {
      List<Roi> rois = overlay ? Rois.ofOverlay(image, i) : Rois.ofManager(image, i);
      if (rois.isEmpty() && i == 1 && none(image, overlay)) {
        return false;
      }
      if (!Masks.usable(rois).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Spares looking for nothing in every plane of a long stack. */
  private static boolean none(ImagePlus image, boolean overlay) {
    return overlay
        ? image.getOverlay() == null || image.getOverlay().size() == 0
        : Rois.manager(image).isEmpty();
  }

  private static String name(ImagePlus mask) {
    boolean one =
        OpenImages.all().stream().filter(i -> i.getTitle().equals(mask.getTitle())).count() == 1;
    return one ? mask.getTitle() : "" + mask.getID();
  }

  private static boolean isMask(ImagePlus open, ImagePlus image) {
    boolean fits =
        open != image
            && open.getBitDepth() == Byte.SIZE
            && open.getWidth() == image.getWidth()
            && open.getHeight() == image.getHeight()
            && (open.getStackSize() == 1 || open.getStackSize() == image.getStackSize());
    if (!fits) {
      return false;
    }
    String title = open.getTitle() == null ? "" : open.getTitle().toLowerCase(Locale.ROOT);
    return title.contains("mask") || twoValued(open);
  }

  private static boolean twoValued(ImagePlus open) {
    ImageProcessor shown = open.getProcessor();
    return shown != null && shown.getPixelCount() <= MOST_PIXELS && shown.isBinary();
  }
}
