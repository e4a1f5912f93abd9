package io.github.palimpsest.model.onnx;

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
