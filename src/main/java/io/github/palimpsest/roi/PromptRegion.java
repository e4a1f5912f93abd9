package io.github.palimpsest.roi;

import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import java.awt.Color;

/**
 * A part of the image with words of its own: a ROI of the overlay or the ROI Manager with role
 * {@code region}, or any other maskable ROI that carries a prompt.
 *
 * @param prompt what to paint there: the property {@code palimpsest.prompt}, else the ROI's name
 * @param negative what to avoid there, or null for that of the whole image
 * @param strength 0 keeps the image there, 1 repaints from pure noise
 * @param weight how much its prompt replaces what lies under it: 0 not at all, 1 wholly
 * @param mask where it acts
 * @param colour of its ROI, or null; nothing but outlines depends on it
 */
public record PromptRegion(
    String prompt, String negative, double strength, double weight, Mask mask, Color colour) {
  static final String PROMPT = "palimpsest.prompt";
  private static final String NEGATIVE = "palimpsest.negative";
  private static final String STRENGTH = "palimpsest.strength";
  private static final String WEIGHT = "palimpsest.weight";
  private static final double LARGEST_WEIGHT = 10;

  static PromptRegion of(Roi roi, Mask mask) {
    String prompt = roi.getProperty(PROMPT);
    String name = roi.getName() == null ? "" : roi.getName();
    return new PromptRegion(
        prompt != null ? prompt.trim() : name.trim(),
        roi.getProperty(NEGATIVE),
        number(roi, STRENGTH, 1),
        number(roi, WEIGHT, LARGEST_WEIGHT),
        mask,
        roi.getStrokeColor());
  }

  private static double number(Roi roi, String key, double most) {
    String text = roi.getProperty(key);
    if (text == null || text.isBlank()) {
      return 1;
    }
    try {
      double value = Double.parseDouble(text.trim());
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw refuse(roi, key, text, most);
    }
    throw refuse(roi, key, text, most);
  }

  private static BadInput refuse(Roi roi, String key, String text, double most) {
    return BadInput.of(
        "%s (%s) of ROI '%s' must be a number from 0 to %s.",
        key, text, roi.getName() == null ? "unnamed" : roi.getName(), Math.round(most));
  }
}
