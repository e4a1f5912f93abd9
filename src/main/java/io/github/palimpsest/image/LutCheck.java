package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.process.LUT;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.Arrays;

/**
 * Tells look-up tables that show intensities from palettes, which number colours. In a table for
 * intensities neighbouring values have similar colours, so a value between two looks like something
 * between them. In the palette of a paint program or of a GIF, and in a table that tells labels
 * apart, neighbours are as unlike as any two.
 */
public final class LutCheck {
  /**
   * Mean step between neighbours over mean distance of any two: tables for intensities lie below.
   */
  private static final double LARGEST_STEP = 0.2;

  /** Colours as near as this look the same: nothing can go wrong between them. */
  private static final double ALIKE = 8;

  /** Pixels that are read at once. */
  private static final int BAND = 1 << 22;

  private LutCheck() {}

  /**
   * Throws if the values of an 8-bit plane are numbers of colours.
   *
   * @param what the image is, with its title, for the sentence
   * @throws BadInput with the remedy
   */
  public static void requireIntensities(String what, ImagePlus image, Plane plane) {
    ImagePlus seen = ExpandedImage.seen(image);
    if (plane.type() != SampleType.UINT8 || seen.isComposite()) {
      return;
    }
    int[] colours = colours(seen);
    if (colours != null && !ordered(used(colours, plane))) {
      throw BadInput.of(
          "%s holds numbers of colours (a palette), not intensities: convert it with Image > Type"
              + " > RGB Color, or give it a LUT such as Grays if they are intensities.",
          what);
    }
  }

  /** Whether the table of an image, all of it, is like a palette. */
  public static boolean isPalette(ImagePlus image) {
    int[] colours = colours(image);
    return colours != null && !ordered(colours);
  }

  /** One sentence if a 16 or 32-bit image looks like labels; else null. */
  public static String doubt(ImagePlus picture) {
    ImagePlus image = ExpandedImage.seen(picture);
    int depth = image.getBitDepth();
    boolean wide = depth == 16 || depth == 32;
    int[] colours = wide && !image.isComposite() ? colours(image) : null;
    return colours == null || ordered(colours)
        ? null
        : "'"
            + image.getTitle()
            + "' has the colours of a label image: its labels are repainted as if they were"
            + " intensities.";
  }

  /** Null where every value is a grey of its own brightness. */
  private static int[] colours(ImagePlus image) {
    if (image instanceof IntervalImage) {
      return null;
    }
    LUT lut = image.getProcessor().getLut();
    if (lut == null) {
      return null;
    }
    int[] colours = new int[lut.getMapSize()];
    boolean grey = true;
    for (int i = 0; i < colours.length; i++) {
      colours[i] = lut.getRGB(i) & 0xffffff;
      grey &= colours[i] == i * 0x010101;
    }
    return grey ? null : colours;
  }

  /** From the lowest value to the highest: those between belong to the table, too. */
  private static int[] used(int[] colours, Plane plane) {
    int low = colours.length - 1;
    int high = 0;
    // the plane may be larger than memory
    int rows = Math.max(1, BAND / plane.width());
    for (int y = 0; y < plane.height(); y += rows) {
      int n = Math.min(rows, plane.height() - y);
      for (float v : plane.read(new Rectangle(0, y, plane.width(), n))[0]) {
        low = Math.min(low, (int) v);
        high = Math.max(high, (int) v);
      }
    }
    return Arrays.copyOfRange(colours, low, Math.max(low, Math.min(high, colours.length - 1)) + 1);
  }

  private static boolean ordered(int[] colours) {
    int n = colours.length;
    if (n < 3) {
      return true;
    }
    double steps = 0;
    double all = 0;
    for (int i = 1; i < n; i++) {
      steps += distance(colours[i - 1], colours[i]);
      for (int j = 0; j < i; j++) {
        all += distance(colours[i], colours[j]);
      }
    }
    double step = steps / (n - 1);
    double mean = all / (n * (n - 1) / 2.0);
    // of n colours along a line a step is 3 / (n + 1) of the mean distance
    return step <= ALIKE || step <= mean * (LARGEST_STEP + 3.0 / (n + 1));
  }

  private static double distance(int a, int b) {
    double sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int d = (a >> shift & 0xff) - (b >> shift & 0xff);
      sum += d * d;
    }
    return Math.sqrt(sum);
  }
}
