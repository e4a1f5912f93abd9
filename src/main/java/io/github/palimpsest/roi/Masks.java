package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
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
    Mask all = new Mask(width, height, new Rectangle(), new float[0]);
    for (Roi roi : rois) {
      all = all.union(RoiRaster.of(roi, width, height, position));
    }
    return all;
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
    return nonEmpty(
        union(imp, List.of(roi), position),
        "The selection of '%s' holds no pixel of the image: draw it inside.",
        imp);
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
    return nonEmpty(
        union(imp, masks, position),
        "The ROIs of the " + place + " hold no pixel of '%s': move them inside the image.",
        imp);
  }

  private static Mask image(ImagePlus imp, String title, int position) {
    ImagePlus mask = WindowManager.getImage(title);
    if (mask == null) {
      throw BadInput.of(
          "mask (%s) must be Selection, Overlay, ROI Manager, or the title of an open image: %s.",
          title, openTitles());
    }
    return nonEmpty(
        MaskImages.read(imp, mask, position),
        "mask ('"
            + title.replace("%", "%%")
            + "') is zero everywhere, so nothing of '%s' would be repainted.",
        imp);
  }

  private static String openTitles() {
    int[] ids = WindowManager.getIDList();
    if (ids == null) {
      return "none is open";
    }
    List<String> titles = new ArrayList<>();
    for (int id : ids) {
      ImagePlus open = WindowManager.getImage(id);
      if (open != null) {
        titles.add("'" + open.getTitle() + "'");
      }
    }
    return "open are " + String.join(", ", titles);
  }

  private static Mask nonEmpty(Mask mask, String sentence, ImagePlus imp) {
    if (mask.isEmpty()) {
      throw BadInput.of(sentence, imp.getTitle());
    }
    return mask;
  }
}
