package io.github.palimpsest.roi;

import ij.gui.Arrow;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.util.List;
import java.util.TreeSet;

/**
 * The ROIs by which ImageJ explains an image: scale and calibration bars, texts, arrows, pictures.
 * They are no mask, unless their role says so.
 */
public final class Annotations {
  private Annotations() {}

  /** Whether a ROI is an annotation without a role of its own. */
  public static boolean is(Roi roi) {
    return Role.of(roi) == Role.NONE
        && roi.getProperty(PromptRegion.PROMPT) == null
        && kind(roi) != null;
  }

  /** The ROIs that are no annotations, in their order. */
  public static List<Roi> without(List<Roi> rois) {
    return rois.stream().filter(roi -> !is(roi)).toList();
  }

  /** The kinds among some ROIs, such as {@code scale bar, text}; empty for none. */
  static String kinds(List<Roi> rois) {
    TreeSet<String> kinds = new TreeSet<>();
    rois.stream().filter(Annotations::is).forEach(roi -> kinds.add(kind(roi)));
    return String.join(", ", kinds);
  }

  private static String kind(Roi roi) {
    String name = roi.getName() == null ? "" : roi.getName();
    // ImageJ's own names of what its Scale Bar and Calibration Bar commands add
    if (name.startsWith("|SB|")) {
      return "scale bar";
    }
    if (name.startsWith("|CB|")) {
      return "calibration bar";
    }
    if (roi instanceof TextRoi) {
      return "text";
    }
    if (roi instanceof Arrow) {
      return "arrow";
    }
    return roi instanceof ImageRoi ? "picture" : null;
  }
}
