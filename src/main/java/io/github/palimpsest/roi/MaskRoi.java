package io.github.palimpsest.roi;

import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

/** A mask as a selection. */
public final class MaskRoi {
  private MaskRoi() {}

  /** A selection of exactly the pixels above 0; null if there are none. The mask stays as it is. */
  public static Roi of(ImageProcessor mask) {
    FloatProcessor ip = (FloatProcessor) mask.convertToFloatProcessor().duplicate();
    ip.setThreshold(Float.MIN_VALUE, Float.MAX_VALUE, ImageProcessor.NO_LUT_UPDATE);
    return new ThresholdToSelection().convert(ip);
  }
}
