package io.github.palimpsest;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;

/** A selection of all pixels of a mask that are above 0. */
final class MaskRoi {
  private MaskRoi() {}

  static Roi of(ImagePlus mask, ImagePlus image) {
    if (mask.getWidth() != image.getWidth() || mask.getHeight() != image.getHeight()) {
      throw BadInput.of(
          "The mask (%d x %d) must have the size of the interval, %d x %d.",
          mask.getWidth(), mask.getHeight(), image.getWidth(), image.getHeight());
    }
    FloatProcessor ip = mask.getProcessor().convertToFloatProcessor();
    ip.setThreshold(Float.MIN_VALUE, Float.MAX_VALUE, ImageProcessor.NO_LUT_UPDATE);
    Roi roi = new ThresholdToSelection().convert(ip);
    if (roi == null) {
      throw new BadInput("The mask is zero everywhere, so nothing would be repainted.");
    }
    return roi;
  }
}
