package io.github.palimpsest.model.onnx;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The share of each tile in each value of the plane, normalised so that all shares of a value are 1
 * in sum (Bar-Tal et al. 2023, MultiDiffusion, eq. 5). The share of a tile is the product of a
 * weight of its row and one of its column. Immutable.
 */
final class TileWeights {
  private final int[] rows;
  private final int[] columns;
  private final float[][] rowShares;
  private final float[][] columnShares;
  private final int width;
  private final int height;
  private final int scale;

  /** Null for a whole plane. */
  private final boolean[] rowsBeyond;

  private final boolean[] columnsBeyond;

  /**
   * @param scale values per cell along each axis
   */
  TileWeights(Tiling tiling, int scale) {
    this.scale = scale;
    height = tiling.height() * scale;
    width = tiling.width() * scale;
    rows = tiling.rows();
    columns = tiling.columns();
    rowShares = shares(tiling, rows, tiling.tileHeight(), height);
    columnShares = shares(tiling, columns, tiling.tileWidth(), width);
    rowsBeyond = null;
    columnsBeyond = null;
  }

  /** Those of the tiles wholly within a window of the plane, seen from there. */
  private TileWeights(TileWeights whole, Rectangle window) {
    scale = whole.scale;
    height = window.height * scale;
    width = window.width * scale;
    int top = window.y * scale;
    int left = window.x * scale;
    int[] down = inside(whole.rows, whole.rowShares, window.y, window.height);
    int[] across = inside(whole.columns, whole.columnShares, window.x, window.width);
    rows = IntStream.of(down).map(i -> whole.rows[i] - window.y).toArray();
    columns = IntStream.of(across).map(j -> whole.columns[j] - window.x).toArray();
    rowShares = IntStream.of(down).mapToObj(i -> whole.rowShares[i]).toArray(float[][]::new);
    columnShares =
        IntStream.of(across).mapToObj(j -> whole.columnShares[j]).toArray(float[][]::new);
    rowsBeyond = beyond(whole.rows, whole.rowShares, down, top, height);
    columnsBeyond = beyond(whole.columns, whole.columnShares, across, left, width);
  }

  /** The indices of tiles that lie within [from, from + length) along one axis. */
  private int[] inside(int[] starts, float[][] shares, int from, int length) {
    return IntStream.range(0, starts.length)
        .filter(i -> starts[i] >= from && starts[i] + shares[i].length / scale <= from + length)
        .toArray();
  }

  /** Which values along one axis a tile has a share in that is not among those inside. */
  private boolean[] beyond(int[] starts, float[][] shares, int[] inside, int from, int length) {
    boolean[] beyond = new boolean[length];
    for (int i = 0; i < starts.length; i++) {
      if (Arrays.binarySearch(inside, i) < 0) {
        for (int k = 0; k < shares[i].length; k++) {
          int at = starts[i] * scale + k - from;
          if (at >= 0 && at < length && shares[i][k] > 0) {
            beyond[at] = true;
          }
        }
      }
    }
    return beyond;
  }

  /**
   * The weights on a window of the plane, of the tiles that lie wholly within it.
   *
   * @param window in cells
   */
  TileWeights within(Rectangle window) {
    return new TileWeights(this, window);
  }

  /** First rows of the tiles, in cells. */
  int[] rows() {
    return rows;
  }

  /** First columns of the tiles, in cells. */
  int[] columns() {
    return columns;
  }

  /**
   * The values in which a tile has a share that reaches beyond the window.
   *
   * @return a new array [height · width], or null if there is none
   */
  boolean[] beyond() {
    boolean[] cells = null;
    for (int y = 0; rowsBeyond != null && y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (rowsBeyond[y] || columnsBeyond[x]) {
          cells = cells == null ? new boolean[height * width] : cells;
          cells[y * width + x] = true;
        }
      }
    }
    return cells;
  }

  /** First and last value along each axis in which each tile has a share: of rows, of columns. */
  int[][][] extents() {
    return new int[][][] {extents(rows, rowShares), extents(columns, columnShares)};
  }

  private int[][] extents(int[] starts, float[][] shares) {
    int[][] extents = new int[starts.length][];
    for (int i = 0; i < extents.length; i++) {
      float[] own = shares[i];
      int[] counts = IntStream.range(0, own.length).filter(k -> own[k] > 0).toArray();
      int from = starts[i] * scale;
      extents[i] =
          counts.length == 0
              ? new int[] {from, from - 1}
              : new int[] {from + counts[0], from + counts[counts.length - 1]};
    }
    return extents;
  }

  private float[][] shares(Tiling tiling, int[] starts, int tile, int length) {
    float[][] fades = new float[starts.length][];
    float[] sums = new float[length];
    for (int i = 0; i < fades.length; i++) {
      fades[i] = tiling.fade(starts, i, tile, scale);
      for (int k = 0; k < fades[i].length; k++) {
        sums[starts[i] * scale + k] += fades[i][k];
      }
    }
    for (int i = 0; i < fades.length; i++) {
      for (int k = 0; k < fades[i].length; k++) {
        fades[i][k] /= sums[starts[i] * scale + k];
      }
    }
    return fades;
  }

  /**
   * Adds share times value of a tile.
   *
   * @param i index of its row of tiles
   * @param j index of its column of tiles
   * @param tile {@code channels} planes
   * @param sum {@code channels} planes as large as the whole
   */
  void add(int i, int j, float[] tile, int channels, float[] sum) {
    float[] down = rowShares[i];
    float[] across = columnShares[j];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < down.length; y++) {
        float share = down[y];
        if (share == 0) {
          continue;
        }
        int to = (c * height + rows[i] * scale + y) * width + columns[j] * scale;
        int from = (c * down.length + y) * across.length;
        for (int x = 0; x < across.length; x++) {
          sum[to + x] += share * across[x] * tile[from + x];
        }
      }
    }
  }

  /**
   * Whether a tile has a share in a cell that is above 0.
   *
   * @param mask as large as the whole
   */
  boolean counts(int i, int j, float[] mask) {
    for (int y = 0; y < rowShares[i].length; y++) {
      int at = (rows[i] * scale + y) * width + columns[j] * scale;
      for (int x = 0; rowShares[i][y] > 0 && x < columnShares[j].length; x++) {
        if (columnShares[j][x] > 0 && mask[at + x] > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many tiles have a share in a cell that is above 0. */
  long wanted(float[] mask) {
    long count = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        count += counts(i, j, mask) ? 1 : 0;
      }
    }
    return count;
  }

  /** Sets every value in which a tile has a share. */
  void mark(int i, int j, boolean[] cells) {
    for (int y = 0; y < rowShares[i].length; y++) {
      int at = (rows[i] * scale + y) * width + columns[j] * scale;
      for (int x = 0; rowShares[i][y] > 0 && x < columnShares[j].length; x++) {
        cells[at + x] |= columnShares[j][x] > 0;
      }
    }
  }
}
