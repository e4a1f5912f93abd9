package io.github.palimpsest.batch;

import ij.ImagePlus;

/**
 * A picture that is finished but not written, or the row that says why there is none.
 *
 * @param item what it is of
 * @param image the result, without a window; null if there is none
 * @param stamp of the output
 * @param report the row
 */
record PaintedItem(BatchItem item, ImagePlus image, String stamp, ItemReport report) {
  /** Bytes of memory that the pixels of an image take. */
  static long bytes(ImagePlus image) {
    return (long) image.getWidth()
        * image.getHeight()
        * image.getStackSize()
        * image.getBytesPerPixel();
  }
}
