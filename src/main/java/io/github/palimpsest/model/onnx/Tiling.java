package io.github.palimpsest.model.onnx;

import java.util.Arrays;

/**
 * Cuts a plane into overlapping tiles of one size and blends their results. What a tile gives near
 * a cut does not know what lies beyond it, so a third of the least overlap is not used there; from
 * then on a tile fades in linearly over what is left of the shared cells. Weights are normalised.
 *
 * @param height rows of the plane, in cells
 * @param width columns of the plane
 * @param tileHeight rows of a tile
 * @param tileWidth columns of a tile
 * @param overlap cells neighbouring tiles share at least
 */
record Tiling(int height, int width, int tileHeight, int tileWidth, int overlap) {
  /** Works on the tile whose first cell is (row, column). */
  interface Work {
    float[] run(int row, int column);
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
    int overlap = (int) Math.sqrt(largest) / 4;
    int side = 4 * overlap;
    int fewest = Integer.MAX_VALUE;
    int squarest = 0;
    int tileHeight = 0;
    int tileWidth = 0;
    // more rows than of square tiles of half the side are never fewer in all
    int most = starts(height, Math.min(height, side / 2), overlap).length;
    for (int rows = 1; rows <= most; rows++) {
      int th = least(height, rows, overlap);
      int columns = 1;
      while ((long) th * least(width, columns, overlap) > largest && columns <= width) {
        columns++;
      }
      int tw = least(width, columns, overlap);
      int count = rows * columns;
      int shorter = Math.min(th, tw);
      boolean fits = (long) th * tw <= largest;
      if (fits && (count < fewest || count == fewest && shorter > squarest)) {
        fewest = count;
        squarest = shorter;
        tileHeight = th;
        tileWidth = tw;
      }
    }
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
    return new Tiling(height, width, tileHeight, tileWidth, overlap);
  }

  /** Length of {@code count} tiles that cover {@code length} and share {@code overlap}. */
  private static int least(int length, int count, int overlap) {
    return (length + (count - 1) * overlap + count - 1) / count;
  }

  /** First cells along one axis: evenly spread, the last tile ends with the plane. */
  static int[] starts(int length, int tile, int overlap) {
    if (tile >= length) {
      return new int[] {0};
    }
    int count = 1 + (int) Math.ceil((length - tile) / (double) (tile - overlap));
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = (int) Math.round(i * (length - tile) / (double) (count - 1));
    }
    return starts;
  }

  /** Copies a tile of {@code channels} planes; {@code scale} values per cell along each axis. */
  float[] cut(float[] plane, int channels, int scale, int row, int column) {
    int w = width * scale;
    int tw = tileWidth * scale;
    int th = tileHeight * scale;
    float[] tile = new float[channels * th * tw];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < th; y++) {
        int from = (c * height * scale + row * scale + y) * w + column * scale;
        System.arraycopy(plane, from, tile, (c * th + y) * tw, tw);
      }
    }
    return tile;
  }

  /** Runs every tile and blends what they give: {@code channels} planes, {@code scale} per cell. */
  float[] blend(int channels, int scale, Work work) {
    int[] rows = starts(height, tileHeight, overlap);
    int[] columns = starts(width, tileWidth, overlap);
    if (rows.length == 1 && columns.length == 1) {
      return work.run(0, 0);
    }
    int h = height * scale;
    int w = width * scale;
    int th = tileHeight * scale;
    int tw = tileWidth * scale;
    float[] sum = new float[channels * h * w];
    float[] rowWeights = new float[h];
    float[] columnWeights = new float[w];
    for (int i = 0; i < rows.length; i++) {
      float[] fadeRow = fade(rows, i, tileHeight, scale);
      add(rowWeights, fadeRow, rows[i] * scale);
    }
    for (int i = 0; i < columns.length; i++) {
      add(columnWeights, fade(columns, i, tileWidth, scale), columns[i] * scale);
    }
    for (int i = 0; i < rows.length; i++) {
      float[] fadeRow = fade(rows, i, tileHeight, scale);
      for (int j = 0; j < columns.length; j++) {
        float[] fadeColumn = fade(columns, j, tileWidth, scale);
        float[] tile = work.run(rows[i], columns[j]);
        for (int c = 0; c < channels; c++) {
          for (int y = 0; y < th; y++) {
            int row = rows[i] * scale + y;
            float weight = fadeRow[y] / rowWeights[row];
            int to = (c * h + row) * w;
            int from = (c * th + y) * tw;
            for (int x = 0; x < tw; x++) {
              int column = columns[j] * scale + x;
              sum[to + column] += weight * fadeColumn[x] / columnWeights[column] * tile[from + x];
            }
          }
        }
      }
    }
    return sum;
  }

  /** Weights along a tile: rising within what it shares with the one before, falling likewise. */
  private float[] fade(int[] starts, int index, int tile, int scale) {
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

  private static void add(float[] sum, float[] values, int at) {
    for (int i = 0; i < values.length; i++) {
      sum[at + i] += values[i];
    }
  }
}
