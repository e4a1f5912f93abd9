package io.github.palimpsest.control;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.roi.Annotations;
import io.github.palimpsest.roi.LabelMasks;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.Masks;
import io.github.palimpsest.roi.Rois;
import io.github.palimpsest.roi.Role;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The objects and strokes that a map shows, from {@code rois=}.
 *
 * <p>{@code Auto} takes the ROIs with role {@code control} of overlay and ROI Manager; without any,
 * those of the overlay that have no role, else those of the ROI Manager, except where they are the
 * mask of the run; else the selection, under the same condition, and at last the labels of the
 * image itself.
 */
final class MapObjects {
  private final ImagePlus image;
  private final int position;
  private final MapSettings settings;

  /** Whether the labels of the image are taken because there is no ROI. */
  private final boolean own;

  /** Empty where the labels of the image are meant. */
  private final List<Roi> rois;

  private List<MapObject> all;

  MapObjects(ImagePlus image, int position, MapSettings settings) {
    this.image = image;
    this.position = position;
    this.settings = settings;
    String from = settings.rois().toLowerCase(Locale.ROOT);
    List<Roi> found =
        switch (from) {
          case "selection" -> selection();
          case "overlay" -> free(Rois.ofOverlay(image, position));
          case "roi manager" -> free(Rois.ofManager(image, position));
          case "labels" -> List.of();
          default -> automatic();
        };
    rois = found.stream().filter(roi -> settings.groups().contains(roi.getGroup())).toList();
    own = from.equals("auto") && found.isEmpty() && (!run() || undrawn());
    if (rois.isEmpty() && !own && !from.equals("labels")) {
      throw needed(found.isEmpty() ? "" : ", none of the groups asked for", null);
    }
  }

  private BadInput needed(String why, RuntimeException cause) {
    return new BadInput(
        String.format(
            Locale.ROOT,
            "The map of '%s' needs a ROI (rois=%s, plane %d%s): draw one, give it"
                + " palimpsest.role=control, or give the title of a map or label image.",
            image.getTitle(),
            settings.rois(),
            position,
            why),
        cause);
  }

  /** Whether neither overlay nor ROI Manager holds anything that could be meant. */
  private boolean undrawn() {
    return free(Rois.ofOverlay(image, position)).isEmpty()
        && free(Rois.ofManager(image, position)).isEmpty();
  }

  /** MapObject sentence if a run takes its own image for labels, for want of a ROI; else null. */
  String doubt() {
    return own && run()
        ? "control shows the values of '"
            + image.getTitle()
            + "' as labels, for there is no ROI; if that is not meant, draw objects in the overlay,"
            + " with palimpsest.role=control."
        : null;
  }

  private boolean run() {
    return !settings.maskedBy().isEmpty();
  }

  private List<Roi> automatic() {
    List<Roi> control = Rois.withRole(image, position, Role.CONTROL);
    if (!control.isEmpty()) {
      return control;
    }
    List<Roi> overlay = Annotations.without(Rois.only(Rois.ofOverlay(image, position), Role.NONE));
    if (!overlay.isEmpty() && !masks("Overlay")) {
      return overlay;
    }
    List<Roi> manager = Annotations.without(Rois.only(Rois.ofManager(image, position), Role.NONE));
    if (!manager.isEmpty() && !masks("ROI Manager")) {
      return manager;
    }
    return masks("Selection") ? List.of() : selection();
  }

  private boolean masks(String word) {
    return settings.maskedBy().equalsIgnoreCase(word);
  }

  private List<Roi> selection() {
    return image.getRoi() == null ? List.of() : List.of(image.getRoi());
  }

  private static List<Roi> free(List<Roi> rois) {
    return Annotations.without(Rois.only(rois, Role.NONE, Role.MASK, Role.REGION, Role.CONTROL));
  }

  /** The objects in the order in which they lie on each other. */
  List<MapObject> all() {
    if (all == null) {
      all = rois.isEmpty() ? labelled() : drawn();
    }
    return all;
  }

  /** All objects and strokes as drawings. */
  Mask outlines() {
    if (rois.isEmpty()) {
      throw BadInput.of(
          "The lines of '%s' need ROIs: draw some, or choose kind=boundary for a label image.",
          image.getTitle());
    }
    return Masks.outlines(image, rois, position);
  }

  private List<MapObject> labelled() {
    List<MapObject> objects = new ArrayList<>();
    try {
      LabelMasks.of(image, position, settings.groups())
          .forEach((label, mask) -> objects.add(new MapObject(mask, colour(label))));
    } catch (BadInput e) {
      throw own && run() ? needed("", e) : e;
    }
    return objects;
  }

  private List<MapObject> drawn() {
    List<MapObject> objects = new ArrayList<>();
    for (Roi roi : rois) {
      Mask mask = Masks.union(image, List.of(roi), position);
      if (!mask.isEmpty()) {
        objects.add(new MapObject(mask, colour(roi)));
      }
    }
    if (objects.isEmpty()) {
      throw BadInput.of(
          "The ROIs of '%s' hold no pixel of it: move them inside the image.", image.getTitle());
    }
    return objects;
  }

  private static Color colour(Roi roi) {
    if (roi.getGroup() > 0) {
      return colour(roi.getGroup());
    }
    Color own = roi.getFillColor() != null ? roi.getFillColor() : roi.getStrokeColor();
    return own != null ? own : Color.WHITE;
  }

  /** Hues apart by the golden angle; ImageJ's own group colours depend on installed files. */
  static Color colour(int group) {
    float hue = (float) (group * 0.6180339887 % 1);
    return Color.getHSBColor(hue, group % 2 == 0 ? 0.6f : 1f, group % 3 == 0 ? 0.7f : 1f);
  }
}
