package io.github.palimpsest.roi;

import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import java.util.Locale;

/** The use of a ROI of the overlay or the ROI Manager: its property {@code palimpsest.role}. */
public enum Role {
  /** No role: part of the mask under {@code mask=Overlay} or {@code mask=[ROI Manager]}. */
  NONE,
  /** Part of the mask under {@code mask=Overlay} or {@code mask=[ROI Manager]}. */
  MASK,
  /** A region with its own prompt, strength or weight. */
  REGION,
  /** Never repainted, whatever {@code mask=} is. */
  FREEZE,
  /** Bounds what the model sees, instead of {@code context=}; must hold the mask. */
  CONTEXT,
  /** A stroke for control maps. */
  CONTROL,
  /** Shows a model of the image what to copy; its name is a word for prompts. */
  EXAMPLE;

  /** The ROI property that names the role. */
  public static final String PROPERTY = "palimpsest.role";

  /**
   * The role of a ROI.
   *
   * @throws BadInput for a word that is no role
   */
  public static Role of(Roi roi) {
    String word = roi.getProperty(PROPERTY);
    if (word == null || word.isBlank()) {
      return NONE;
    }
    for (Role role : values()) {
      if (role != NONE && role.name().equals(word.trim().toUpperCase(Locale.ROOT))) {
        return role;
      }
    }
    throw BadInput.of(
        "%s (%s) of ROI '%s' must be mask, region, freeze, context, control or example.",
        PROPERTY, word, roi.getName() == null ? "unnamed" : roi.getName());
  }
}
