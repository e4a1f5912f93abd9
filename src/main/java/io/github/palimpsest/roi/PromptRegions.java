package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;

/** The regions of a plane, in the order in which they lie on each other: overlay, then manager. */
public final class PromptRegions {
  private PromptRegions() {}

  /**
   * Regions of a plane that hold a pixel of the image.
   *
   * @param position one-based stack position
   * @throws io.github.palimpsest.check.BadInput for a property that is no number or out of range
   */
  public static List<PromptRegion> of(ImagePlus imp, int position) {
    List<PromptRegion> regions = new ArrayList<>();
    for (Roi roi : Rois.withRole(imp, position, Role.REGION, Role.MASK, Role.NONE)) {
      if (is(roi)) {
        Mask mask = Masks.union(imp, List.of(roi), position);
        if (!mask.isEmpty()) {
          regions.add(PromptRegion.of(roi, mask));
        }
      }
    }
    return regions;
  }

  /** Whether a ROI is a region: by its role, or by words of its own. */
  public static boolean is(Roi roi) {
    Role role = Role.of(roi);
    boolean worded = roi.getProperty(PromptRegion.PROMPT) != null;
    return role == Role.REGION || worded && (role == Role.MASK || role == Role.NONE);
  }

  /**
   * The mask without the regions of strength 0, which keep the image.
   *
   * @throws EmptyMask if nothing is left
   */
  public static Mask open(Mask mask, List<PromptRegion> regions) {
    Mask open = mask;
    for (PromptRegion region : regions) {
      open = region.strength() == 0 ? open.minus(region.mask()) : open;
    }
    if (open.isEmpty()) {
      throw EmptyMask.saying(
          "The mask lies wholly inside regions with palimpsest.strength=0: raise it or change the"
              + " mask.");
    }
    return open;
  }
}
