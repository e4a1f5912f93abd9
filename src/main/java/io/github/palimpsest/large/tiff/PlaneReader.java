package io.github.palimpsest.large.tiff;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.imglib2.img.cell.CellGrid;

/**
 * Reads the pixels of a plane, cell by cell: a cell is the strip or tile that must be unpacked as a
 * whole, or a handy part of what is not packed. Thread-safe.
 */
final class PlaneReader {
  /** Pixels of a cell of what is not packed: about 1 MB. */
  private static final int WIDE = 1024;

  private static final int HIGH = 256;

  private final FileBytes file;
  private final PlaneLayout layout;
  private final boolean direct;
  private final CellGrid grid;

  /**
   * A reader of one plane.
   *
   * @throws BadInput if its strips or tiles are too large to be unpacked
   */
  PlaneReader(FileBytes file, PlaneLayout layout) {
    this.file = file;
    this.layout = layout;
    direct = layout.direct();
    int w = layout.blockWidth();
    int h = layout.blockHeight();
    if (direct && !(layout.tiled() && (long) w * h <= 4L * WIDE * HIGH)) {
      w = Math.min(layout.width(), WIDE);
      h = Math.min(layout.height(), HIGH);
    }
    double bytes = layout.format().rowBytes(w) * (double) h;
    if (bytes > Integer.MAX_VALUE - 16) {
      throw BadInput.of(
          "The TIFF (%s) is compressed in pieces of %s, which must be below 2.1 GB: save it"
              + " uncompressed, or in smaller strips or tiles.",
          file.path(), FreeMemory.say(bytes));
    }
    grid = new CellGrid(new long[] {layout.width(), layout.height()}, new int[] {w, h});
  }

  CellGrid grid() {
    return grid;
  }

  PlaneLayout layout() {
    return layout;
  }

  /** Whether a cell was left out of the file, so that its pixels are 0. */
  boolean empty(int x, int y) {
    return !direct && block(x, y) == 0;
  }

  private long block(int x, int y) {
    return layout.offsets()[index(x, y)];
  }

  private int index(int x, int y) {
    return y / layout.blockHeight() * layout.across() + x / layout.blockWidth();
  }

  /**
   * The pixels of a rectangle: any if they are not packed, else a cell, cut at the border.
   *
   * @return one of ImageJ's arrays
   */
  Object read(int x, int y, int w, int h) {
    Object array = layout.format().array(Math.multiplyExact(w, h));
    if (direct) {
      readRows(x, y, w, h, array);
    } else if (block(x, y) != 0) {
      unpack(x, y, w, h, array);
    }
    return array;
  }

  private void readRows(int x, int y, int w, int h, Object array) {
    PixelFormat format = layout.format();
    int row = (int) format.rowBytes(w);
    ByteBuffer bytes = ByteBuffer.allocate(row * h).order(file.order());
    for (int j = 0; j < h; ) {
      int rows = 1;
      if (w == layout.blockWidth() && x % w == 0) {
        rows = Math.min(h - j, layout.blockHeight() - (y + j) % layout.blockHeight());
      }
      for (int i = 0; i < w; ) {
        int n = Math.min(w - i, layout.blockWidth() - (x + i) % layout.blockWidth());
        bytes.limit((j + rows - 1) * row + (i + n) * format.bytes());
        bytes.position(j * row + i * format.bytes());
        file.read(layout.place(x + i, y + j), bytes);
        i += n;
      }
      j += rows;
    }
    format.read(bytes.clear(), array, 0, w * h);
  }

  private void unpack(int x, int y, int w, int h, Object array) {
    PixelFormat format = layout.format();
    int i = index(x, y);
    long length = layout.lengths()[i];
    int rowBytes = (int) format.rowBytes(layout.blockWidth());
    // the last strip ends with the plane, a tile does not
    int rows = layout.tiled() ? layout.blockHeight() : h;
    FreeMemory.require(
        length + 2.0 * rowBytes * rows,
        "A strip of the TIFF (" + file.path() + ")",
        "save it uncompressed or in smaller strips");
    if (length < 1 || length > Integer.MAX_VALUE - 16) {
      throw FileBytes.cutOff(file.path());
    }
    byte[] packed = file.read(layout.offsets()[i], (int) length).array();
    try {
      byte[] bytes = Unpack.unpack(layout.compression(), packed, rowBytes * rows);
      Unpack.undo(layout.predictor(), format, layout.blockWidth(), bytes, file.order());
      ByteBuffer from = ByteBuffer.wrap(bytes).order(file.order());
      for (int j = 0; j < h; j++) {
        format.read(from.position(j * rowBytes), array, j * w, w);
      }
    } catch (IOException e) {
      throw new BadInput(
          String.format(
              "The TIFF (%s) is damaged at the pixels from %d, %d on (%s): copy or save it again.",
              file.path(), x, y, e.getMessage()),
          e);
    }
  }
}
