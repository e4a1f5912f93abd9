package io.github.palimpsest.control;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.RoiGroups;

/**
 * The settings of control maps, of which each kind heeds some ({@link ControlKind#keys}).
 *
 * @param smoothing Gaussian sigma in calibrated units, or NaN for the kind's own in pixels
 * @param low height of the weakest edge, as a fraction of the robust range
 * @param high height of an edge that counts even alone, as a fraction of the robust range
 * @param rois where objects and strokes come from: {@code Auto}, {@code Selection}, {@code
 *     Overlay}, {@code ROI Manager} or {@code Labels}
 * @param groups which ROI groups or labels count
 * @param classes whether a segmentation is painted in class colours rather than white
 * @param thickness of boundaries, in pixels
 * @param maskedBy value of {@code mask=} of a run, whose ROIs are no objects; empty outside runs
 */
public record MapSettings(
    double smoothing,
    double low,
    double high,
    String rois,
    RoiGroups groups,
    boolean classes,
    double thickness,
    String maskedBy) {

  /** The settings of a request for a map, without a run. */
  public static MapSettings of(Request request) {
    return of(request, "");
  }

  /** The settings of a run that computes its map itself. */
  static MapSettings ofRun(Request request) {
    return of(request, request.text(Param.MASK));
  }

  private static MapSettings of(Request request, String maskedBy) {
    double low = request.number(Param.LOW);
    double high = request.number(Param.HIGH);
    if (low > high) {
      throw BadInput.of("low (%s) must not be above high (%s); change one of them.", low, high);
    }
    return new MapSettings(
        request.number(Param.SMOOTHING, Double.NaN),
        low,
        high,
        request.text(Param.ROIS),
        RoiGroups.parse(request.text(Param.GROUPS)),
        request.on(Param.CLASSES),
        request.number(Param.THICKNESS),
        maskedBy);
  }
}
