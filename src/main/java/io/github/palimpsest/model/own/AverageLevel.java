package io.github.palimpsest.model.own;

import java.util.Arrays;

/**
 * One level of a pyramid: every cell is the mean of a square of pixels. Cells at the right and
 * lower border may hold fewer pixels.
 *
 * @param width columns
 * @param height rows
 * @param values [channels][height · width]
 * @param known share of a cell's pixels that are known, 0…1 [height · width]
 * @param pixels number of pixels of each cell, those without a value left out [height · width]
 */
record AverageLevel(int width, int height, float[][] values, float[] known, float[] pixels) {

  /** The level of the pixels themselves. */
  static AverageLevel finest(int width, int height, float[][] values, float[] known) {
    float[] ones = new float[width * height];
    Arrays.fill(ones, 1);
    return new AverageLevel(width, height, values, known, ones);
  }

  /** The level above: means of 2 × 2 cells. */
  AverageLevel above() {
    int w = (width + 1) / 2;
    int h = (height + 1) / 2;
    AverageLevel up =
        new AverageLevel(w, h, new float[values.length][w * h], new float[w * h], new float[w * h]);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        int o = y / 2 * w + x / 2;
        up.known[o] += known[i] * pixels[i];
        up.pixels[o] += pixels[i];
      }
    }
    for (int o = 0; o < w * h; o++) {
      // what has no value is not to be found
      up.known[o] = up.pixels[o] == 0 ? 1 : up.known[o] / up.pixels[o];
    }
    for (int c = 0; c < values.length; c++) {
      for (int o = 0; o < w * h; o++) {
        up.average(this, o, c);
      }
    }
    return up;
  }

  /** Sets a cell to the mean of its cells in the level below. */
  void average(AverageLevel below, int cell, int channel) {
    int x0 = cell % width * 2;
    int y0 = cell / width * 2;
    float[] from = below.values[channel];
    float sum = 0;
    for (int y = y0; y < Math.min(y0 + 2, below.height); y++) {
      for (int x = x0; x < Math.min(x0 + 2, below.width); x++) {
        int i = y * below.width + x;
        sum += from[i] * below.pixels[i];
      }
    }
    values[channel][cell] = pixels[cell] == 0 ? 0 : sum / pixels[cell];
  }
}
