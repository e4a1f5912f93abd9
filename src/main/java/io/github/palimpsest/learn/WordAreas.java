package io.github.palimpsest.learn;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.model.own.KeptModel;
import io.github.palimpsest.roi.Annotations;
import io.github.palimpsest.roi.LabelMasks;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.Masks;
import io.github.palimpsest.roi.RoiGroups;
import io.github.palimpsest.roi.Rois;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What lies where in an image, in the user's words: the value of {@code labels=}. */
final class WordAreas {
  private static final String OVERLAY = "overlay";
  private static final String MANAGER = "roi manager";

  /** What ImageJ calls ROIs that nobody has named: their place. */
  private static final String PLACE = "\\d+(-\\d+)+";

  /** What the ROI Manager adds to a name that is taken. */
  private static final String COPY = "-\\d+$";

  private final String value;
  private final ImagePlus labels;

  private WordAreas(String value, ImagePlus labels) {
    this.value = value;
    this.labels = labels;
  }

  /**
   * Reads the value.
   *
   * @throws BadInput if no image is open by that title
   */
  static WordAreas of(String value) {
    String word = value.trim().toLowerCase(Locale.ROOT);
    ImagePlus labels = null;
    if (!word.isEmpty() && !word.equals(OVERLAY) && !word.equals(MANAGER)) {
      labels = OpenImages.find("labels", value, null);
      if (labels == null) {
        throw BadInput.of(
            "labels (%s) must be Overlay, ROI Manager, or the title or ID of a label image; %s.",
            value, OpenImages.titles());
      }
    }
    return new WordAreas(word, labels);
  }

  /** Whether words were asked for. */
  boolean given() {
    return !value.isEmpty();
  }

  /** The refusal where there are none after all. */
  String nothing() {
    return labels != null
        ? "labels ('" + labels.getTitle() + "') shows nothing on the planes learnt from."
        : "labels ("
            + value
            + ") needs ROIs with names, or of named groups, on the images: draw some and name them"
            + " what they show.";
  }

  /** The label image, or null. */
  ImagePlus labels() {
    return labels;
  }

  /**
   * The areas of a plane by their words; empty where nothing is said.
   *
   * @param position one-based stack position
   */
  Map<String, Mask> areas(ImagePlus image, int position) {
    if (labels != null) {
      return labelled(image, position);
    }
    List<Roi> rois =
        switch (value) {
          case OVERLAY -> Rois.ofOverlay(image, position);
          case MANAGER -> Rois.ofManager(image, position);
          default -> List.<Roi>of();
        };
    Map<String, List<Roi>> named = new LinkedHashMap<>();
    for (Roi roi : Annotations.without(rois)) {
      String word = word(roi);
      if (!word.isEmpty()) {
        named.computeIfAbsent(word, w -> new ArrayList<>()).add(roi);
      }
    }
    Map<String, Mask> areas = new LinkedHashMap<>();
    named.forEach((word, own) -> areas.put(word, Masks.union(image, own, position)));
    areas.values().removeIf(Mask::isEmpty);
    return areas;
  }

  private Map<String, Mask> labelled(ImagePlus image, int position) {
    if (labels.getWidth() != image.getWidth() || labels.getHeight() != image.getHeight()) {
      throw BadInput.of(
          "labels ('%s', %d x %d) must be as large as '%s' (%d x %d); give its own label image.",
          labels.getTitle(),
          labels.getWidth(),
          labels.getHeight(),
          image.getTitle(),
          image.getWidth(),
          image.getHeight());
    }
    int plane = PlanePositions.matching("labels", labels, image, position);
    Map<Integer, Mask> masks = LabelMasks.of(labels, plane, RoiGroups.ALL);
    boolean objects = masks.size() > KeptModel.MOST_WORDS;
    Map<String, Mask> areas = new LinkedHashMap<>();
    if (objects) {
      List<Mask> all = List.copyOf(masks.values());
      areas.put("objects", Mask.union(image.getWidth(), image.getHeight(), all));
    } else {
      masks.forEach((label, mask) -> areas.put("label " + label, mask));
    }
    return areas;
  }

  /** A ROI's own name, else that of its group; without commas, which part words. */
  private static String word(Roi roi) {
    String name = roi.getName() == null ? "" : roi.getName().trim();
    if (name.isEmpty() || name.matches(PLACE)) {
      String group = Roi.getGroupName(roi.getGroup());
      name = roi.getGroup() == 0 ? "" : group != null ? group : "group " + roi.getGroup();
    }
    return name.replaceFirst(COPY, "")
        .replaceAll("[\\p{Punct}\\s]+", " ")
        .trim()
        .toLowerCase(Locale.ROOT);
  }
}
