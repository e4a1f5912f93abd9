package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Masks made of ROIs. */
public final class Masks {
  private Masks() {}

  /** Those of some ROIs that may be a mask. */
  static List<Roi> usable(List<Roi> rois) {
    return Annotations.without(Rois.only(rois, Role.NONE, Role.MASK));
  }

  /**
   * The pixels of several ROIs at weight 1.
   *
   * @return an empty mask for an empty list
   */
  public static Mask union(ImagePlus imp, List<Roi> rois, int position) {
    int width = imp.getWidth();
    int height = imp.getHeight();
    return Mask.union(
        width,
        height,
        rois.stream().map(roi -> RoiRaster.of(roi, width, height, position)).toList());
  }

  /**
   * The ROIs that a mask was made of, for the record: those of {@code mask=} and the freeze ROIs; a
   * mask image has none.
   */
  public static List<Roi> outlines(ImagePlus imp, String key, int position) {
    List<Roi> rois = new ArrayList<>();
    switch (key.trim().toLowerCase(Locale.ROOT)) {
      case "", "selection" -> {
        if (imp.getRoi() != null) {
          rois.add(imp.getRoi());
        }
      }
      case "overlay" -> rois.addAll(usable(Rois.ofOverlay(imp, position)));
      case "roi manager" -> rois.addAll(usable(Rois.ofManager(imp, position)));
      default -> {
        // a mask image has no outlines
      }
    }
    rois.addAll(Rois.withRole(imp, position, Role.FREEZE));
    return rois;
  }

  /**
   * Several ROIs as drawings at weight 1: lines with their stroke width, areas as outlines with
   * theirs, at least 1 pixel.
   *
   * @return an empty mask for an empty list
   */
  public static Mask outlines(ImagePlus imp, List<Roi> rois, int position) {
    int width = imp.getWidth();
    int height = imp.getHeight();
    return Mask.union(
        width,
        height,
        rois.stream().map(roi -> RoiRaster.outline(roi, width, height, position)).toList());
  }
}
