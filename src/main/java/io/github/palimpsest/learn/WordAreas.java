package io.github.palimpsest.learn;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.roi.Annotations;
import io.github.palimpsest.roi.ExampleRois;
import io.github.palimpsest.roi.LabelMasks;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.Masks;
import io.github.palimpsest.roi.RoiGroups;
import io.github.palimpsest.roi.Rois;
import io.github.palimpsest.roi.Role;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies where in an image, in the user's words: the value of {@code labels=}. Words of ROIs are
 * those of {@link ExampleRois}, where any has the role {@code example} of those alone; of a label
 * image {@code label 1} and so on or, where it numbers single objects, {@code objects}. Without a
 * value the ROIs with role {@code example} of overlay and ROI Manager give words, if there are any.
 */
final class WordAreas {
  private static final String OVERLAY = "overlay";
  private static final String MANAGER = "roi manager";

  /** More labels than this number objects, not kinds. */
  private static final int MOST_KINDS = 16;

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
    return "labels ("
        + value
        + ") needs ROIs with names, or of named groups, on the images: draw some and name them what"
        + " they show.";
  }

  /** The label image, or null. */
  ImagePlus labels() {
    return labels;
  }

  /** What is known of one plane. */
  record OnPlane(Map<String, List<Mask>> masks, List<Roi> rois, ImagePlus image, int position) {
    /** The words, and around what they apply. */
    Map<String, List<Rectangle>> places() {
      Map<String, List<Rectangle>> places = new TreeMap<>();
      masks.forEach((word, own) -> places.put(word, own.stream().map(Mask::bounds).toList()));
      Rectangle canvas = new Rectangle(image.getWidth(), image.getHeight());
      for (Roi roi : rois) {
        for (String word : ExampleRois.words(roi)) {
          places
              .computeIfAbsent(ExampleRois.key(word), w -> new ArrayList<>())
              .add(roi.getBounds().intersection(canvas));
        }
      }
      return places;
    }

    /** The pixels of each word in a part of the plane, row by row. */
    Map<String, BitSet> pixels(Rectangle part) {
      Map<String, BitSet> pixels = ExampleRois.pixels(image, rois, part, position);
      masks.forEach(
          (word, own) -> {
            BitSet bits = pixels.computeIfAbsent(word, w -> new BitSet());
            own.forEach(mask -> mark(mask.crop(part), bits));
          });
      return pixels;
    }

    private static void mark(float[] weights, BitSet bits) {
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 0) {
          bits.set(i);
        }
      }
    }

    /** Every object for itself. */
    List<Mask> objects() {
      List<Mask> objects = new ArrayList<>();
      masks.values().forEach(objects::addAll);
      rois.forEach(roi -> objects.add(Masks.union(image, List.of(roi), position)));
      return objects;
    }
  }

  /**
   * What is known of a plane.
   *
   * @param position one-based stack position
   */
  OnPlane on(ImagePlus image, int position) {
    if (labels != null) {
      return new OnPlane(labelled(image, position), List.of(), image, position);
    }
    List<Roi> rois =
        switch (value) {
          case OVERLAY -> Rois.ofOverlay(image, position);
          case MANAGER -> Rois.ofManager(image, position);
          default -> Rois.withRole(image, position, Role.EXAMPLE);
        };
    List<Roi> examples = Rois.only(rois, Role.EXAMPLE);
    List<Roi> free = Annotations.without(Rois.only(rois, Role.NONE));
    List<Roi> named =
        (examples.isEmpty() ? free : examples)
            .stream().filter(roi -> !ExampleRois.words(roi).isEmpty()).toList();
    return new OnPlane(Map.of(), named, image, position);
  }

  private Map<String, List<Mask>> labelled(ImagePlus image, int position) {
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
    Map<Integer, Mask> all = LabelMasks.of(labels, plane, RoiGroups.ALL);
    boolean objects = all.size() > MOST_KINDS;
    Map<String, List<Mask>> masks = new LinkedHashMap<>();
    all.forEach(
        (label, mask) ->
            masks
                .computeIfAbsent(objects ? "objects" : "label " + label, w -> new ArrayList<>())
                .add(mask));
    return masks;
  }
}
