package io.github.palimpsest.image;

import io.github.palimpsest.check.BadInput;

/**
 * By how many pixels a canvas grows on each side: the value of {@code expand=}.
 *
 * @param left pixels, 0 or more, as all of them
 */
public record Margins(int left, int top, int right, int bottom) {
  /** The canvas stays as it is. */
  public static final Margins NONE = new Margins(0, 0, 0, 0);

  private static final int MOST = 1_000_000;

  /**
   * Reads {@code left,top,right,bottom}, or one number for all sides; nothing for none.
   *
   * @throws BadInput for anything else
   */
  public static Margins parse(String text) {
    if (text == null || text.isBlank()) {
      return NONE;
    }
    String[] parts = text.split(",", -1);
    int[] sides = new int[4];
    if (parts.length != 1 && parts.length != 4) {
      throw refuse(text, null);
    }
    for (int i = 0; i < 4; i++) {
      try {
        sides[i] = Integer.parseInt(parts[parts.length == 1 ? 0 : i].trim());
      } catch (NumberFormatException e) {
        throw refuse(text, e);
      }
      if (sides[i] < 0 || sides[i] > MOST) {
        throw refuse(text, null);
      }
    }
    return new Margins(sides[0], sides[1], sides[2], sides[3]);
  }

  private static BadInput refuse(String text, Exception cause) {
    return new BadInput(
        "expand ("
            + text
            + ") must be left,top,right,bottom in pixels, 0 or more, or one number for all sides; to"
            + " make the canvas smaller, crop it.",
        cause);
  }

  /** Whether nothing grows. */
  public boolean none() {
    return equals(NONE);
  }

  @Override
  public String toString() {
    return left + "," + top + "," + right + "," + bottom;
  }
}
