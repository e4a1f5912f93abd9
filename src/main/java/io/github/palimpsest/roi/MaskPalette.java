package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.awt.image.IndexColorModel;
import java.util.stream.IntStream;

/**
 * Tells palettes of paint programs, where a value is the number of a colour, from ImageJ's look-up
 * tables, which only show values.
 */
final class MaskPalette {
  private static final int HALF = 127;

  private static final int TABLE = 256;

  /** Palettes of masks have few colours. */
  private static final int FEW = 65;

  private MaskPalette() {}

  /**
   * Which indices are brighter than half of white, if the mask has the first and one more colour of
   * a palette, one bright and one dark; else null.
   *
   * @param mask an 8-bit mask
   * @param values its census
   */
  static boolean[] bright(ImagePlus mask, MaskStatistics values) {
    boolean pair = values.any() && values.zero() && !values.several();
    int other = pair ? (int) values.most() : 0;
    if (!pair
        || !(mask.getProcessor().getColorModel() instanceof IndexColorModel table)
        || !of(table, mask.getOriginalFileInfo())
        || other >= table.getMapSize()
        || above(table, 0) == above(table, other)) {
      return null;
    }
    boolean[] bright = new boolean[TABLE];
    for (int i = 0; i < table.getMapSize(); i++) {
      bright[i] = above(table, i);
    }
    return bright;
  }

  /** ImageJ's tables are ramps of many greys or hues, and its own files keep no palettes. */
  private static boolean of(IndexColorModel table, FileInfo file) {
    String name = file == null || file.fileName == null ? "" : file.fileName;
    if (table.getMapSize() < TABLE) {
      return true;
    }
    return name.matches("(?i).*\\.(png|gif|bmp)")
        && IntStream.range(0, TABLE).map(i -> luminance(table, i)).distinct().count() < FEW;
  }

  private static boolean above(IndexColorModel table, int i) {
    return luminance(table, i) > HALF;
  }

  private static int luminance(IndexColorModel table, int i) {
    return RgbMask.luminance(table.getRed(i), table.getGreen(i), table.getBlue(i));
  }
}
