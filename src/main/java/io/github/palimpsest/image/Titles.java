package io.github.palimpsest.image;

import ij.ImagePlus;
import java.util.regex.Pattern;

/** The titles of what a run leaves: {@code <source>-result}, {@code <source>-steps}, … */
public final class Titles {
  private static final Pattern EXTENSION =
      Pattern.compile(
          "(?i)(?<=.)(\\.ome)?\\.(tiff?|png|jpe?g|gif|bmp|zip|dcm|fits?|pgm|raw|avi|czi|lif|nd2|lsm"
              + "|ome|zvi|oib|oif|mrc|ims|h5|zarr|n5|svs|vsi)$");

  private Titles() {}

  /** {@code <source>}: the title without a known file extension; blanks and other dots stay. */
  public static String source(ImagePlus imp) {
    return EXTENSION.matcher(imp.getTitle().trim()).replaceFirst("");
  }

  /** {@code <source>-word}. */
  public static String of(ImagePlus imp, String word) {
    return source(imp) + "-" + word;
  }
}
