package io.github.palimpsest.large.tiff;

import io.github.palimpsest.check.BadInput;

/**
 * Where the pixels of a plane lie in a file: in blocks, which are strips (of the plane's width) or
 * tiles.
 *
 * @param predictor see {@link Unpack#undo}
 * @param blockWidth of a strip the width of the plane
 * @param blockHeight rows of a block; a tile has all of them also at the border, the last strip not
 * @param offsets places of the blocks, row by row; 0 for one that was left out, whose pixels are 0
 * @param lengths their bytes in the file
 */
record PlaneLayout(
    int width,
    int height,
    PixelFormat format,
    int compression,
    int predictor,
    boolean tiled,
    int blockWidth,
    int blockHeight,
    long[] offsets,
    long[] lengths) {

  /** A plane whose pixels follow one another, as ImageJ writes it. */
  PlaneLayout contiguous(PixelFormat stored, long at) {
    long length = stored.rowBytes(width) * height;
    return new PlaneLayout(
        width,
        height,
        stored,
        Unpack.NONE,
        1,
        false,
        width,
        height,
        new long[] {at},
        new long[] {length});
  }

  /**
   * Reads what a directory says.
   *
   * @throws BadInput if it is damaged, or something that cannot be read
   */
  static PlaneLayout of(FileBytes file, TiffDirectory dir) {
    int width = size(file, dir, Tag.WIDTH);
    int height = size(file, dir, Tag.HEIGHT);
    int compression = (int) dir.number(file, Tag.COMPRESSION, 1);
    int predictor = (int) dir.number(file, Tag.PREDICTOR, 1);
    PixelFormat format = format(file, dir);
    boolean packed = compression > Unpack.NONE;
    if (!Unpack.knows(compression)
        || packed && predictor > 1 && format == PixelFormat.BIT
        || packed && predictor == 3 && format != PixelFormat.FLOAT32) {
      throw BadInput.of(
          "The TIFF (%s, compression %d, predictor %d) must be uncompressed, or compressed by LZW,"
              + " Deflate or PackBits: save it so.",
          file.path(), compression, predictor);
    }
    boolean tiled = dir.has(Tag.TILE_OFFSETS);
    int blockWidth = tiled ? size(file, dir, Tag.TILE_WIDTH) : width;
    int blockHeight =
        tiled
            ? size(file, dir, Tag.TILE_HEIGHT)
            : (int) Math.max(1, Math.min(height, dir.number(file, Tag.ROWS_PER_STRIP, height)));
    long[] offsets = dir.numbers(file, tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS);
    long[] lengths = dir.numbers(file, tiled ? Tag.TILE_LENGTHS : Tag.STRIP_LENGTHS);
    long blocks = up(width, blockWidth) * up(height, blockHeight);
    if (offsets.length < blocks || packed && lengths.length < blocks) {
      throw FileBytes.cutOff(file.path());
    }
    return new PlaneLayout(
        width,
        height,
        format,
        compression,
        packed ? predictor : 1,
        tiled,
        blockWidth,
        blockHeight,
        offsets,
        lengths);
  }

  private static long up(int a, int b) {
    return (a + (long) b - 1) / b;
  }

  private static int size(FileBytes file, TiffDirectory dir, int tag) {
    long v = dir.number(file, tag, 0);
    if (v < 1 || v > Integer.MAX_VALUE) {
      throw FileBytes.cutOff(file.path());
    }
    return (int) v;
  }

  private static PixelFormat format(FileBytes file, TiffDirectory dir) {
    long samples = dir.number(file, Tag.SAMPLES, 1);
    long bits = dir.number(file, Tag.BITS, 1);
    long kind = dir.number(file, Tag.SAMPLE_FORMAT, 1);
    long colours = dir.number(file, Tag.PHOTOMETRIC, 1);
    boolean chunky = dir.number(file, Tag.PLANAR, 1) == 1;
    if (samples == 1 && (colours <= 1 || colours == 3)) {
      if (bits == 8) {
        return PixelFormat.UINT8;
      }
      if (bits == 16 && kind != 3) {
        return kind == 2 ? PixelFormat.INT16 : PixelFormat.UINT16;
      }
      if (bits == 32) {
        return kind == 3 ? PixelFormat.FLOAT32 : PixelFormat.INT32;
      }
      if (bits == 1) {
        return PixelFormat.BIT;
      }
    } else if ((samples == 3 || samples == 4) && bits == 8 && chunky && colours == 2) {
      return samples == 3 ? PixelFormat.RGB : PixelFormat.RGBA;
    }
    throw BadInput.of(
        "The TIFF (%s: %d samples of %d bits%s, photometric interpretation %d) must be grey of 8, 16"
            + " or 32 bits, or RGB of 3 x 8 bits: save it so.",
        file.path(), samples, bits, chunky ? "" : " in planes", colours);
  }

  /** Whether the pixels can be read and written in place, one by one. */
  boolean direct() {
    if (compression > Unpack.NONE || format == PixelFormat.BIT) {
      return false;
    }
    for (long offset : offsets) {
      if (offset == 0) {
        return false;
      }
    }
    return true;
  }

  /** Blocks that lie beside each other. */
  int across() {
    return (int) up(width, blockWidth);
  }

  /** Place of a pixel of a plane that is {@link #direct}, or whose block is not left out. */
  long place(int x, int y) {
    int block = y / blockHeight * across() + x / blockWidth;
    return offsets[block]
        + format.rowBytes(blockWidth) * (y % blockHeight)
        + (long) format.bytes() * (x % blockWidth);
  }

  /** Whether two planes can belong to one image. */
  boolean like(PlaneLayout other) {
    return width == other.width && height == other.height && format == other.format;
  }

  /** Whether the pixels follow one another, row by row, in one piece. */
  boolean inOnePiece() {
    if (!direct() || tiled && (blockWidth != width || height % blockHeight != 0)) {
      return false;
    }
    long at = offsets[0];
    for (long offset : offsets) {
      if (offset != at) {
        return false;
      }
      at += format.rowBytes(width) * blockHeight;
    }
    return true;
  }
}
