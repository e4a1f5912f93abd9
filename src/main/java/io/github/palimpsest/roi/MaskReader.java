package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Companions;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.request.ParamKind;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads the masks of an image's planes from what {@code mask=} names:
 *
 * <ul>
 *   <li>{@code Selection}: the current selection, of any type; parts outside the image do not
 *       count.
 *   <li>{@code Overlay}: the union of the overlay's ROIs without a role or with role {@code mask},
 *       those of the plane; {@link Annotations} are left out.
 *   <li>{@code ROI Manager}: the same of all ROIs in the manager.
 *   <li>anything else: the title or ID of another open image, of the image's size or of its
 *       selection's.
 * </ul>
 *
 * <p>On a larger canvas ({@link ExpandedImage}) its border belongs to every mask, at full weight; a
 * selection does not.
 *
 * <p>The mask is grown, then freeze ROIs of overlay and ROI Manager are taken away, feather comes
 * last. A name is looked up once, so all planes get the same image's masks.
 */
public final class MaskReader {
  private final String key;
  private final ImagePlus imp;
  private final String name;
  private final RoiGroups groups;
  private final Consumer<String> said;
  private final MaskImageReader images;

  /** What a larger canvas adds to the picture; null for other images. */
  private final Mask border;

  /**
   * Looks the name up.
   *
   * @param imp the image to be repainted
   * @param name value of {@code mask=}
   * @param said told what the user should know, sometimes more than once
   * @throws BadInput for the title of no image, of several, or of {@code imp} itself
   */
  public MaskReader(ImagePlus imp, String name, Consumer<String> said) {
    this("mask", imp, name, RoiGroups.ALL, said);
  }

  /**
   * @param key whose value the name is, for sentences
   * @param groups which ROIs, or values of a mask image, count
   */
  MaskReader(String key, ImagePlus imp, String name, RoiGroups groups, Consumer<String> said) {
    this.key = key;
    this.imp = imp;
    this.name = name == null || name.isBlank() ? "Selection" : name.trim();
    this.groups = groups;
    this.said = said;
    border =
        imp instanceof ExpandedImage expanded
            ? Mask.of(imp.getWidth(), imp.getHeight(), expanded.border())
            : null;
    images =
        switch (this.name.toLowerCase(Locale.ROOT)) {
          case "selection", "overlay", "roi manager" -> null;
          default -> image();
        };
  }

  private MaskImageReader image() {
    ImagePlus mask = OpenImages.find(key, name, ExpandedImage.seen(imp));
    if (mask == null) {
      throw BadInput.of(
          "%s (%s) must be %sSelection, Overlay, ROI Manager, or the title or ID of an open image:"
              + " %s.",
          key, name, key.equals("mask") ? "" : "Labels, Threshold, ", OpenImages.titles());
    }
    if (mask == ExpandedImage.seen(imp)) {
      throw BadInput.of(
          "%s (%s) is the image itself, which cannot be its own mask: name another image by title"
              + " or ID, or make a mask of this one with Diffusion Mask.",
          key, name);
    }
    return new MaskImageReader(key, imp, mask, groups, said);
  }

  /**
   * The mask of one plane.
   *
   * @param position one-based stack position
   * @param grow pixels, negative to shrink, see {@link Mask#grow}
   * @param feather softness in pixels, spent inside the mask; see {@link Mask#feathered}
   * @return a mask with at least one weight above 0
   * @throws EmptyMask if nothing of the plane would be repainted, with the reason and the remedy
   * @throws BadInput for what can be no mask
   */
  public Mask read(int position, double grow, double feather) {
    if (border == null) {
      return free(grown(raw(position), grow), position).feathered(feather);
    }
    Mask inner = border;
    try {
      inner = free(grown(raw(position), grow), position).feathered(feather);
    } catch (EmptyMask e) {
      // the border is always painted
    }
    return Mask.union(imp.getWidth(), imp.getHeight(), List.of(inner, border));
  }

  /** The mask as it is named, before anything is done to it. */
  Mask raw(int position) {
    if (border == null) {
      return named(position);
    }
    if (name.equalsIgnoreCase("selection")) {
      return border;
    }
    try {
      return Mask.union(imp.getWidth(), imp.getHeight(), List.of(named(position), border));
    } catch (EmptyMask e) {
      return border;
    }
  }

  private Mask named(int position) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "selection" -> selection(position);
      case "overlay" -> ofRois(Rois.ofOverlay(imp, position), position, "Overlay", "overlay");
      case "roi manager" -> ofManager(position);
      default -> images.read(position);
    };
  }

  private Mask ofManager(int position) {
    Companions own = Companions.of(imp);
    String place = own == null ? "ROI Manager" : own.place();
    return ofRois(Rois.ofManager(imp, position), position, "[ROI Manager]", place);
  }

  private Mask grown(Mask mask, double grow) {
    Mask grown = mask.grow(grow);
    if (grown.isEmpty()) {
      throw EmptyMask.saying(
          "The mask of '%s' must hold a pixel after grow=%s: shrink less.",
          imp.getTitle(), ParamKind.plain(grow));
    }
    return grown;
  }

  /** A mask without what freeze ROIs hold. */
  Mask free(Mask mask, int position) {
    Mask frozen = Masks.union(imp, Rois.withRole(imp, position, Role.FREEZE), position);
    Mask free = frozen.isEmpty() ? mask : mask.minus(frozen);
    if (free.isEmpty()) {
      throw EmptyMask.saying(
          "The mask of '%s' lies wholly inside freeze ROIs: make it larger or remove their role.",
          imp.getTitle());
    }
    return free;
  }

  private Mask selection(int position) {
    Roi roi = imp.getRoi();
    if (roi == null) {
      throw BadInput.of(
          "%s=Selection needs a selection: draw one on '%s', or use %s=Overlay, %s=[ROI Manager] or"
              + " the title of a mask image.",
          key, imp.getTitle(), key, key);
    }
    if (!groups.contains(roi.getGroup())) {
      throw BadInput.of(
          "groups (%s) must hold the group of the selection of '%s', %d: leave groups empty.",
          groups, imp.getTitle(), roi.getGroup());
    }
    // the selection is what the user sees now, whatever plane it was drawn on
    Mask mask = Masks.union(imp, List.of(roi), position);
    if (mask.isEmpty()) {
      throw EmptyMask.saying(
          "The selection of '%s' holds no pixel of the image: draw it inside.", imp.getTitle());
    }
    return mask;
  }

  private Mask ofRois(List<Roi> rois, int position, String word, String place) {
    List<Roi> masks = Masks.usable(rois);
    String left = Annotations.kinds(rois);
    List<Roi> counted = masks.stream().filter(r -> groups.contains(r.getGroup())).toList();
    if (counted.isEmpty() && !left.isEmpty() && masks.isEmpty()) {
      throw EmptyMask.saying(
          "%s=%s needs a ROI: the %s of '%s' holds annotations only (%s); draw what is to be"
              + " repainted, or give it palimpsest.role=mask.",
          key, word, place, imp.getTitle(), left);
    }
    if (counted.isEmpty()) {
      throw EmptyMask.saying(
          "%s=%s needs a ROI: the %s holds none for plane %d of '%s' that is free or has"
              + " palimpsest.role=mask%s.",
          key,
          word,
          place,
          position,
          imp.getTitle(),
          masks.isEmpty() ? elsewhere(place) : " and is of the groups " + groups);
    }
    if (!left.isEmpty()) {
      said.accept(
          String.format(
              Locale.ROOT,
              "Annotations in the %s of '%s' (%s) are no part of the mask; give them"
                  + " palimpsest.role=mask if they are meant.",
              place,
              imp.getTitle(),
              left));
    }
    Mask mask = Masks.union(imp, counted, position);
    if (mask.isEmpty()) {
      throw EmptyMask.saying(
          "The ROIs of the %s hold no pixel of '%s': move them inside the image.",
          place, imp.getTitle());
    }
    return mask;
  }

  private String elsewhere(String place) {
    boolean overlay = place.equals("overlay");
    for (int i = 1; i <= imp.getStackSize(); i++) {
      if (!Masks.usable(overlay ? Rois.ofOverlay(imp, i) : Rois.ofManager(imp, i)).isEmpty()) {
        return "; plane " + i + " has one: go there, or name it with channels, slices or frames";
      }
    }
    return "";
  }
}
