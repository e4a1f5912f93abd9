package io.github.palimpsest.roi;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.ThresholdAdjuster;
import ij.process.AutoThresholder;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import java.util.Arrays;
import java.util.List;

/**
 * An automatic threshold in the words of ImageJ's macro function {@code setAutoThreshold}, done by
 * ImageJ itself: a method, then {@code dark}, {@code no-reset}, {@code 16-bit}, {@code stack}. As
 * there, an area selection limits the histogram, and without {@code no-reset} the display range
 * does not count.
 */
final class AutoThreshold {
  /** ImageJ takes them all; those after the first four change how a threshold is shown, not it. */
  private static final List<String> WORDS =
      List.of("dark", "no-reset", "16-bit", "stack", "raw", "b&w", "red", "over/under", "no-lut");

  private final String words;
  private final boolean stack;

  private AutoThreshold(String words, boolean stack) {
    this.words = words;
    this.stack = stack;
  }

  /**
   * Reads the words.
   *
   * @throws BadInput for one that is unknown, which ImageJ would pass over
   */
  static AutoThreshold of(String text) {
    String[] words = text.trim().split("\\s+");
    String method =
        Arrays.stream(AutoThresholder.getMethods())
            .filter(words[0]::equalsIgnoreCase)
            .findFirst()
            .orElseThrow(
                () ->
                    BadInput.of(
                        "threshold (%s) must be min,max with min not above max, or a method of"
                            + " ImageJ such as Otsu dark.",
                        text));
    StringBuilder all = new StringBuilder(method);
    boolean stack = false;
    for (String given : List.of(words).subList(1, words.length)) {
      String word = given.toLowerCase(java.util.Locale.ROOT);
      if (!WORDS.contains(word)) {
        throw BadInput.of(
            "threshold (%s) holds the unknown word %s: after the method write any of dark,"
                + " no-reset, 16-bit, stack.",
            text, given);
      }
      stack |= word.equals("stack");
      all.append(' ').append(word);
    }
    return new AutoThreshold(all.toString(), stack);
  }

  /**
   * The limits of a plane, raw values, both included.
   *
   * @param position one-based stack position
   */
  double[] limits(ImagePlus imp, int position) {
    ImageProcessor ip = stack ? ofStack(imp, position) : ofPlane(imp, position);
    if (ip.getMinThreshold() == ImageProcessor.NO_THRESHOLD) {
      throw BadInput.of(
          "threshold (%s) finds nothing in '%s': give min,max.", words, imp.getTitle());
    }
    return new double[] {ip.getMinThreshold(), ip.getMaxThreshold()};
  }

  private ImageProcessor ofPlane(ImagePlus imp, int position) {
    ImageProcessor ip = imp.getImageStack().getProcessor(position).duplicate();
    show(ip, imp, position);
    ip.setRoi(imp.getRoi());
    ip.setAutoThreshold(words);
    return ip;
  }

  private ImageProcessor ofStack(ImagePlus imp, int position) {
    ImagePlus twin = new ImagePlus(imp.getTitle(), imp.getImageStack());
    twin.setCalibration(imp.getCalibration().copy());
    twin.setRoi(imp.getRoi() == null ? null : (ij.gui.Roi) imp.getRoi().clone());
    show(twin.getProcessor(), imp, position);
    String method = ThresholdAdjuster.getMethod();
    try {
      IJ.setAutoThreshold(twin, words);
    } finally {
      // what the user has chosen in the Threshold window
      ThresholdAdjuster.setMethod(method);
    }
    return twin.getProcessor();
  }

  /** Gives a copy the display range and look-up table of the image, which ImageJ looks at. */
  private static void show(ImageProcessor copy, ImagePlus imp, int position) {
    ImageProcessor shown = imp.getProcessor();
    double min = shown.getMin();
    double max = shown.getMax();
    if (imp instanceof CompositeImage composite) {
      int channel = imp.convertIndexToPosition(position)[0];
      min = composite.getChannelLut(channel).min;
      max = composite.getChannelLut(channel).max;
    } else {
      copy.setColorModel(shown.getColorModel());
    }
    if (copy.getBitDepth() != 8) {
      copy.setMinAndMax(min, max);
    }
  }
}
