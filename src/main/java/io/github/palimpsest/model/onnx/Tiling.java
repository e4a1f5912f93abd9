package io.github.palimpsest.model.onnx;

import java.awt.Rectangle;
import java.util.Arrays;

/**
 * Cuts a plane into overlapping tiles of one size. What a tile gives near a cut does not know what
 * lies beyond it, so a third of the least overlap is not used there; from then on a tile fades in
 * linearly over what is left of the shared cells. {@link TileWeights} blends.
 *
 * @param height rows of the plane, in cells
 * @param width columns of the plane
 * @param tileHeight rows of a tile
 * @param tileWidth columns of a tile
 * @param overlap cells neighbouring tiles share at least, but for rounding to the multiple
 * @param multiple first cells of tiles are multiples of this
 */
record Tiling(int height, int width, int tileHeight, int tileWidth, int overlap, int multiple) {
  /** Works on the tile whose first cell is (row, column). */
  interface Work {
    float[] run(int row, int column);
  }

  /** Tiles that may begin at any cell. */
  Tiling(int height, int width, int tileHeight, int tileWidth, int overlap) {
    this(height, width, tileHeight, tileWidth, overlap, 1);
  }

  /**
   * One tile for everything up to {@code largest} cells. Else as few tiles of at most so many cells
   * as share a quarter of the side of such a square, of these the squarest, and they as large as
   * they may be: the more of the plane two tiles see in common, the less they differ.
   */
  static Tiling of(int height, int width, int largest) {
    if ((long) height * width <= largest) {
      return new Tiling(height, width, height, width, 0);
    }
    Tiling few = fewest(height, width, largest, (int) Math.sqrt(largest) / 4, 1);
    int tileHeight = few.tileHeight;
    int tileWidth = few.tileWidth;
    while (tileHeight < height || tileWidth < width) {
      boolean higher = tileWidth == width || tileHeight < height && tileHeight <= tileWidth;
      int th = higher ? tileHeight + 1 : tileHeight;
      int tw = higher ? tileWidth : tileWidth + 1;
      if ((long) th * tw > largest) {
        break;
      }
      tileHeight = th;
      tileWidth = tw;
    }
    return new Tiling(height, width, tileHeight, tileWidth, few.overlap);
  }

  /**
   * As few tiles as cover the plane, of these the squarest, and no larger than that needs.
   *
   * @param height rows of the plane, a multiple of {@code multiple}
   * @param width columns of the plane, a multiple of {@code multiple}
   * @param largest cells of a tile at most
   * @param overlap cells neighbouring tiles share at least, a multiple of {@code multiple}
   * @param multiple sides and first cells of tiles are multiples of this
   */
  static Tiling fewest(int height, int width, int largest, int overlap, int multiple) {
    long fewest = Long.MAX_VALUE;
    int squarest = 0;
    Tiling best = null;
    // more rows than of square tiles of half the side are never fewer in all
    int side = (int) Math.sqrt(largest);
    int most =
        starts(height, Math.min(height, Math.max(side / 2, overlap + multiple)), overlap, 1).length;
    for (int rows = 1; rows <= most; rows++) {
      int th = least(height, rows, overlap, multiple);
      int columns = 1;
      while ((long) th * least(width, columns, overlap, multiple) > largest && columns <= width) {
        columns++;
      }
      int tw = least(width, columns, overlap, multiple);
      long count = (long) rows * columns;
      int shorter = Math.min(th, tw);
      boolean fits = (long) th * tw <= largest;
      if (fits && (count < fewest || count == fewest && shorter > squarest)) {
        fewest = count;
        squarest = shorter;
        best = new Tiling(height, width, th, tw, overlap, multiple);
      }
    }
    return best;
  }

  /** Length of {@code count} tiles that cover {@code length} and share {@code overlap}. */
  private static int least(int length, int count, int overlap, int multiple) {
    int tile = (length + (count - 1) * overlap + count - 1) / count;
    return (tile + multiple - 1) / multiple * multiple;
  }

  /** First rows of the tiles. */
  int[] rows() {
    return starts(height, tileHeight, overlap, multiple);
  }

  /** First columns of the tiles. */
  int[] columns() {
    return starts(width, tileWidth, overlap, multiple);
  }

  /** First cells along one axis: evenly spread, the last tile ends with the plane. */
  static int[] starts(int length, int tile, int overlap, int multiple) {
    if (tile >= length) {
      return new int[] {0};
    }
    int count = 1 + (int) Math.ceil((length - tile) / (double) (tile - overlap));
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      double even = i * (length - tile) / (double) (count - 1);
      starts[i] = (int) Math.round(even / multiple) * multiple;
    }
    return starts;
  }

  /** Tiles of the same size on a part of the plane; which, {@link TileWeights} tells. */
  Tiling within(Rectangle window) {
    return new Tiling(window.height, window.width, tileHeight, tileWidth, overlap, multiple);
  }

  /** Whether there is one tile only. */
  boolean whole() {
    return tileHeight == height && tileWidth == width;
  }

  /** Copies a tile of {@code channels} planes; {@code scale} values per cell along each axis. */
  float[] cut(float[] plane, int channels, int scale, int row, int column) {
    float[] tile = new float[channels * tileHeight * scale * tileWidth * scale];
    cut(plane, channels, scale, row, column, tile);
    return tile;
  }

  /** As above, into {@code tile}. */
  void cut(float[] plane, int channels, int scale, int row, int column, float[] tile) {
    int w = width * scale;
    int tw = tileWidth * scale;
    int th = tileHeight * scale;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < th; y++) {
        int from = (c * height * scale + row * scale + y) * w + column * scale;
        System.arraycopy(plane, from, tile, (c * th + y) * tw, tw);
      }
    }
  }

  /** Runs every tile and blends what they give: {@code channels} planes, {@code scale} per cell. */
  float[] blend(int channels, int scale, Work work) {
    if (whole()) {
      return work.run(0, 0);
    }
    TileWeights weights = new TileWeights(this, scale);
    int[] rows = rows();
    int[] columns = columns();
    float[] sum = new float[channels * height * scale * width * scale];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        weights.add(i, j, work.run(rows[i], columns[j]), channels, sum);
      }
    }
    return sum;
  }

  /**
   * Weights along a tile of one axis: rising within what it shares with the one before, falling
   * likewise.
   */
  float[] fade(int[] starts, int index, int tile, int scale) {
    float[] weights = new float[tile * scale];
    Arrays.fill(weights, 1);
    if (index > 0) {
      int shared = (starts[index - 1] + tile - starts[index]) * scale;
      for (int i = 0; i < shared; i++) {
        weights[i] = ramp(i, shared, scale);
      }
    }
    if (index < starts.length - 1) {
      int shared = (starts[index] + tile - starts[index + 1]) * scale;
      for (int i = 0; i < shared; i++) {
        int at = weights.length - 1 - i;
        weights[at] = Math.min(weights[at], ramp(i, shared, scale));
      }
    }
    return weights;
  }

  /** From 0 at the margin to 1 as far from the other end. */
  private float ramp(int i, int shared, int scale) {
    int margin = overlap / 3 * scale;
    return Math.min(1, Math.max(0, (i + 0.5f - margin) / (shared - 2 * margin)));
  }
}
