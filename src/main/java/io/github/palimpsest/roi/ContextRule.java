package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.Locale;

/**
 * The part of the plane that the model sees: the value of {@code context=}, or ROIs with {@code
 * palimpsest.role=context}, which overrule it.
 *
 * @param whole the whole image
 * @param pixels padding on each side, or negative for Auto: max(32, half the larger side of the
 *     mask's bounding box), and at least 64 pixels a side in all
 * @param area the rectangle to see, whatever the mask, or null
 */
public record ContextRule(boolean whole, int pixels, Rectangle area) {
  /** Padding by the size of the mask. */
  public static final ContextRule AUTO = new ContextRule(false, -1);

  /** The whole image. */
  public static final ContextRule WHOLE = new ContextRule(true, 0);

  private static final int LEAST_PADDING = 32;
  private static final int LEAST_SIDE = 64;

  /** Copies the rectangle. */
  public ContextRule {
    area = area == null ? null : new Rectangle(area);
  }

  /** A rule that goes by the mask. */
  public ContextRule(boolean whole, int pixels) {
    this(whole, pixels, null);
  }

  /**
   * Reads {@code Auto}, {@code Whole image} (any case), or a number of pixels.
   *
   * @throws BadInput for anything else
   */
  public static ContextRule parse(String text) {
    String word = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
    switch (word) {
      case "", "auto":
        return AUTO;
      case "whole image", "whole":
        return WHOLE;
      default:
        break;
    }
    try {
      double pixels = Double.parseDouble(word);
      if (pixels >= 0 && pixels == Math.rint(pixels) && pixels <= Integer.MAX_VALUE / 4) {
        return new ContextRule(false, (int) pixels);
      }
    } catch (NumberFormatException e) {
      throw refuse(text, e);
    }
    throw refuse(text, null);
  }

  /**
   * The rule for one plane: the bounds of its ROIs with role {@code context}, as far as they lie on
   * the image; this rule where there are none.
   *
   * @param position one-based stack position
   */
  public ContextRule on(ImagePlus imp, int position) {
    Rectangle bounds = new Rectangle(0, 0, -1, -1);
    for (Roi roi : Rois.withRole(imp, position, Role.CONTEXT)) {
      bounds.add(roi.getBounds());
    }
    return bounds.width < 0
        ? this
        : new ContextRule(
            false, 0, bounds.intersection(new Rectangle(imp.getWidth(), imp.getHeight())));
  }

  private static BadInput refuse(String text, Exception cause) {
    return new BadInput(
        "context (" + text + ") must be Auto, Whole image, or a whole number of pixels.", cause);
  }

  /** Padding on each side of a mask's bounding box. */
  int padding(Rectangle mask) {
    int larger = Math.max(mask.width, mask.height);
    return pixels >= 0 ? pixels : Math.max(LEAST_PADDING, (larger + 1) / 2);
  }

  int leastSide() {
    return pixels >= 0 ? 1 : LEAST_SIDE;
  }
}
