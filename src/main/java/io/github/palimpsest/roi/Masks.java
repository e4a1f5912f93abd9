package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.OpenImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The mask of a run, from the value of {@code mask=}:
 *
 * <ul>
 *   <li>{@code Selection}: the current selection, of any type; parts outside the image do not
 *       count.
 *   <li>{@code Overlay}: the union of the overlay's ROIs without a role or with role {@code mask},
 *       those of the plane.
 *   <li>{@code ROI Manager}: the same of all ROIs in the manager.
 *   <li>anything else: the title of an open mask image of the image's size, or of its selection's.
 * </ul>
 *
 * <p>Freeze ROIs of overlay and ROI Manager are taken away from all of them; feather comes last.
 */
public final class Masks {
  private Masks() {}

  /**
   * The mask for one plane.
   *
   * @param imp the image to be repainted
   * @param key value of {@code mask=}
   * @param feather softness in pixels, spent inside the mask; see {@link Mask#feathered}
   * @param position one-based stack position of the plane
   * @return a mask with at least one weight above 0
   * @throws BadInput if nothing would be repainted, with the reason and the remedy
   */
  public static Mask of(ImagePlus imp, String key, double feather, int position) {
    String word = key == null ? "" : key.trim();
    Mask mask =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "", "selection" -> selection(imp, position);
          case "overlay" -> overlay(imp, position);
          case "roi manager" -> manager(imp, position);
          default -> image(imp, word, position);
        };
    Mask frozen = union(imp, Rois.withRole(imp, position, Role.FREEZE), position);
    Mask free = frozen.isEmpty() ? mask : mask.minus(frozen);
    if (free.isEmpty()) {
      throw BadInput.of(
          "The mask of '%s' lies wholly inside freeze ROIs: make it larger or remove their role.",
          imp.getTitle());
    }
    return free.feathered(feather);
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
      case "", "selection" -> rois.add(imp.getRoi());
      case "overlay" -> rois.addAll(Rois.only(Rois.ofOverlay(imp, position), Role.NONE, Role.MASK));
      case "roi manager" ->
          rois.addAll(Rois.only(Rois.ofManager(imp, position), Role.NONE, Role.MASK));
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

  private static Mask selection(ImagePlus imp, int position) {
    Roi roi = imp.getRoi();
    if (roi == null) {
      throw BadInput.of(
          "mask=Selection needs a selection: draw one on '%s', or use mask=Overlay, mask=[ROI"
              + " Manager] or the title of a mask image.",
          imp.getTitle());
    }
    // the selection is what the user sees now, whatever plane it was drawn on
    Mask mask = union(imp, List.of(roi), position);
    if (mask.isEmpty()) {
      throw BadInput.of(
          "The selection of '%s' holds no pixel of the image: draw it inside.", imp.getTitle());
    }
    return mask;
  }

  private static Mask overlay(ImagePlus imp, int position) {
    return ofRois(imp, Rois.ofOverlay(imp, position), position, "Overlay", "overlay");
  }

  private static Mask manager(ImagePlus imp, int position) {
    return ofRois(imp, Rois.ofManager(imp, position), position, "ROI Manager", "ROI Manager");
  }

  private static Mask ofRois(
      ImagePlus imp, List<Roi> rois, int position, String key, String place) {
    List<Roi> masks = Rois.only(rois, Role.NONE, Role.MASK);
    if (masks.isEmpty()) {
      throw BadInput.of(
          "mask=%s needs a ROI: the %s holds none for plane %d of '%s' that is free or has"
              + " palimpsest.role=mask.",
          key.contains(" ") ? "[" + key + "]" : key, place, position, imp.getTitle());
    }
    Mask mask = union(imp, masks, position);
    if (mask.isEmpty()) {
      throw BadInput.of(
          "The ROIs of the %s hold no pixel of '%s': move them inside the image.",
          place, imp.getTitle());
    }
    return mask;
  }

  private static Mask image(ImagePlus imp, String title, int position) {
    ImagePlus mask = OpenImages.find(title);
    if (mask == null) {
      throw BadInput.of(
          "mask (%s) must be Selection, Overlay, ROI Manager, or the title of an open image: %s.",
          title, OpenImages.titles());
    }
    Mask weights = MaskImages.read(imp, mask, position);
    if (weights.isEmpty()) {
      throw BadInput.of(
          "mask ('%s') is zero everywhere, so nothing of '%s' would be repainted.",
          title, imp.getTitle());
    }
    return weights;
  }
}
