package io.github.palimpsest.cli;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/**
 * Compares an image with its result outside the selection, bit by bit. Knows nothing of how the
 * result was made: the mask is ImageJ's own.
 */
final class OutsideCheck {
  private OutsideCheck() {}

  /** Which pixels [height · width] the selection of an image holds. */
  static boolean[] mask(ImagePlus image) {
    ByteProcessor roi = image.createRoiMask();
    boolean[] mask = new boolean[roi.getPixelCount()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = roi.get(i) != 0;
    }
    return mask;
  }

  static int count(boolean[] mask) {
    int n = 0;
    for (boolean m : mask) {
      n += m ? 1 : 0;
    }
    return n;
  }

  /** Pixels that differ: outside the mask on the current plane, anywhere on all others. */
  static long changed(ImagePlus image, ImagePlus result, boolean[] mask) {
    long changed = 0;
    for (int plane = 1; plane <= image.getStackSize(); plane++) {
      ImageProcessor before = image.getStack().getProcessor(plane);
      ImageProcessor after = result.getStack().getProcessor(plane);
      boolean painted = plane == image.getCurrentSlice();
      for (int i = 0; i < mask.length; i++) {
        // the raw bits, also of 32-bit pixels
        if (!(painted && mask[i]) && before.get(i) != after.get(i)) {
          changed++;
        }
      }
    }
    return changed;
  }
}
