package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.plugin.frame.RoiManager;
import io.github.palimpsest.image.Companions;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.OutlineOverlay;
import io.github.palimpsest.image.PreviewOverlay;
import java.util.ArrayList;
import java.util.List;

/** Lists the ROIs of an image's overlay and of the ROI Manager, plane by plane. */
public final class Rois {
  private Rois() {}

  /** ROIs of the overlay that lie on a plane, in overlay order, hidden or not. */
  public static List<Roi> ofOverlay(ImagePlus imp, int position) {
    return onPlane(overlay(imp), imp, position);
  }

  private static List<Roi> overlay(ImagePlus imp) {
    Overlay overlay = imp.getOverlay();
    return overlay == null ? List.of() : List.of(overlay.toArray());
  }

  /**
   * ROIs of the ROI Manager that lie on a plane, selected in its list or not; those of {@link
   * Companions} for an image that has them.
   */
  public static List<Roi> ofManager(ImagePlus imp, int position) {
    return onPlane(manager(imp), imp, position);
  }

  static List<Roi> manager(ImagePlus imp) {
    Companions own = Companions.of(imp);
    if (own != null) {
      return moved(own.rois(), imp);
    }
    // getInstance() would open a manager in a batch macro, which fails without a display
    RoiManager manager = RoiManager.getRawInstance();
    if (manager == null && Interpreter.isBatchModeRoiManager()) {
      manager = Interpreter.getBatchModeRoiManager();
    }
    return manager == null ? List.of() : moved(List.of(manager.getRoisAsArray()), imp);
  }

  /** ROIs drawn on the picture, where it lies on the canvas. */
  private static List<Roi> moved(List<Roi> rois, ImagePlus imp) {
    if (!(imp instanceof ExpandedImage expanded)) {
      return rois;
    }
    return rois.stream()
        .map(
            roi -> {
              Roi copy = (Roi) roi.clone();
              copy.translate(expanded.place().x, expanded.place().y);
              return copy;
            })
        .toList();
  }

  /** ROIs with one of the roles, overlay first, then ROI Manager. */
  public static List<Roi> withRole(ImagePlus imp, int position, Role... roles) {
    List<Roi> rois = new ArrayList<>(ofOverlay(imp, position));
    rois.addAll(ofManager(imp, position));
    return only(rois, roles);
  }

  /** ROIs with a role on whatever plane, overlay first, then ROI Manager. */
  static List<Roi> withRole(ImagePlus imp, Role role) {
    List<Roi> rois = new ArrayList<>(overlay(imp));
    rois.addAll(manager(imp));
    return only(rois.stream().filter(Rois::isUsers).toList(), role);
  }

  /** Those of {@code rois} that have one of the roles, in their order. */
  public static List<Roi> only(List<Roi> rois, Role... roles) {
    List<Role> wanted = List.of(roles);
    return rois.stream().filter(roi -> wanted.contains(Role.of(roi))).toList();
  }

  /** Whether a ROI is the user's, not one that Palimpsest shows something by. */
  private static boolean isUsers(Roi roi) {
    return !PreviewOverlay.is(roi) && !OutlineOverlay.is(roi);
  }

  private static List<Roi> onPlane(List<Roi> rois, ImagePlus imp, int position) {
    return rois.stream().filter(roi -> isUsers(roi) && isOn(roi, imp, position)).toList();
  }

  /** A ROI without a position lies on all planes; 0 in one dimension means all of it. */
  static boolean isOn(Roi roi, ImagePlus imp, int position) {
    if (imp.getStackSize() == 1 || roi instanceof PointRoi points && carriesPositions(points)) {
      return true;
    }
    if (roi.hasHyperStackPosition()) {
      int[] p = imp.convertIndexToPosition(position);
      return matches(roi.getCPosition(), p[0])
          && matches(roi.getZPosition(), p[1])
          && matches(roi.getTPosition(), p[2]);
    }
    return matches(roi.getPosition(), position);
  }

  /** Points that were set on several planes know theirs one by one. */
  private static boolean carriesPositions(PointRoi points) {
    for (int i = 0; i < points.size(); i++) {
      if (points.getPointPosition(i) != 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(int wanted, int actual) {
    return wanted <= 0 || wanted == actual;
  }
}
