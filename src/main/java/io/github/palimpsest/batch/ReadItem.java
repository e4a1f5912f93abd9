package io.github.palimpsest.batch;

import ij.ImagePlus;

/**
 * An image that has been read, or the row that says why there is nothing to paint.
 *
 * @param item what it is of
 * @param image its pixels, without a window, and its mask; null if decided
 * @param mask where the mask is found
 * @param stamp of the output to be made
 * @param remark what its user should know; may be empty
 * @param seconds that reading took
 * @param decided the row, if there is nothing more to do; else null
 */
record ReadItem(
    BatchItem item,
    ImagePlus image,
    ItemMask mask,
    String stamp,
    String remark,
    double seconds,
    ItemReport decided) {
  static ReadItem decided(BatchItem item, ItemReport row) {
    return new ReadItem(item, null, null, "", "", row.seconds(), row);
  }

  /** Bytes of memory that its pixels take. */
  long bytes() {
    return image == null ? 0 : PaintedItem.bytes(image);
  }
}
