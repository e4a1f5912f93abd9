package io.github.palimpsest.model.onnx;

import java.util.Arrays;

/**
 * Cuts a plane into overlapping tiles of one size and blends their results: along each axis a tile
 * fades in and out linearly over its overlap, and weights are normalised.
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

  /** One tile for everything up to {@code largest} cells, else square tiles. */
  static Tiling of(int height, int width, int largest, int tile, int overlap) {
    if ((long) height * width <= largest) {
      return new Tiling(height, width, height, width, 0);
    }
    return new Tiling(height, width, Math.min(tile, height), Math.min(tile, width), overlap);
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

  /** Weights along a tile: rising over what it shares with the one before, falling likewise. */
  private static float[] fade(int[] starts, int index, int tile, int scale) {
    float[] weights = new float[tile * scale];
    Arrays.fill(weights, 1);
    if (index > 0) {
      int shared = (starts[index - 1] + tile - starts[index]) * scale;
      for (int i = 0; i < shared; i++) {
        weights[i] = (i + 0.5f) / shared;
      }
    }
    if (index < starts.length - 1) {
      int shared = (starts[index] + tile - starts[index + 1]) * scale;
      for (int i = 0; i < shared; i++) {
        float weight = (i + 0.5f) / shared;
        int at = weights.length - 1 - i;
        weights[at] = Math.min(weights[at], weight);
      }
    }
    return weights;
  }

  private static void add(float[] sum, float[] values, int at) {
    for (int i = 0; i < values.length; i++) {
      sum[at + i] += values[i];
    }
  }
}
