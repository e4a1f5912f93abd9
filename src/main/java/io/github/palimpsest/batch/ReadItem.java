package io.github.palimpsest.batch;

import ij.ImagePlus;

/**
 * An image that has been read, or the row that says why there is nothing to paint.
 *
 * @param item what it is of
 * @param image its pixels, without a window; null if decided
 * @param stamp of the output to be made
 * @param seconds that reading took
 * @param decided the row, if there is nothing more to do; else null
 */
public record ReadItem(
    BatchItem item, ImagePlus image, String stamp, double seconds, ItemReport decided) {
  /** Bytes of memory that it holds. */
  public long bytes() {
    return image == null ? 0 : PaintedItem.bytes(image);
  }
}
