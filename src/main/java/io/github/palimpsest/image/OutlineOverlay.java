package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;

/**
 * Outlines that a stack of a run shows of its mask and regions, as overlay ROIs of one name. They
 * are saved and copied with the image, but no mask, region, control map or result takes them for
 * the user's own.
 */
public final class OutlineOverlay {
  /** What the names of the ROIs begin with. */
  public static final String NAME = "palimpsest-outline";

  private static final float[] DASHES = {6, 4};

  private OutlineOverlay() {}

  /** Whether a ROI is such an outline. */
  public static boolean is(Roi roi) {
    return roi.getName() != null && roi.getName().startsWith(NAME);
  }

  /**
   * Makes a ROI an outline.
   *
   * @param of what it is the outline of
   * @param dashed whether its line is broken, for as long as the image is open
   * @return the same ROI
   */
  public static Roi mark(Roi roi, String of, Color colour, boolean dashed) {
    roi.setName(NAME + " " + of);
    roi.setStrokeColor(colour);
    if (dashed) {
      roi.setStroke(
          new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0));
    }
    return roi;
  }

  /**
   * Shows outlines in place of those before; all else in the overlay stays. From any thread.
   *
   * @param slice the slice that they belong to; 0 for an image whose slices share them
   */
  public static void show(ImagePlus image, List<Roi> outlines, int slice) {
    Overlay before = image.getOverlay();
    if (before == null && outlines.isEmpty()) {
      return;
    }
    // a new one: the event thread may be drawing the other
    Overlay next = before == null ? new Overlay() : before.create();
    for (int i = 0; before != null && i < before.size(); i++) {
      Roi roi = before.get(i);
      if (!is(roi) || roi.getZPosition() != slice) {
        next.add(roi);
      }
    }
    // a long click of a selection tool would else take the outline for the selection
    next.selectable(next.size() > 0);
    for (Roi outline : outlines) {
      if (slice > 0) {
        outline.setPosition(0, slice, 0);
      }
      next.add(outline);
    }
    image.setOverlay(next.size() == 0 ? null : next);
  }
}
