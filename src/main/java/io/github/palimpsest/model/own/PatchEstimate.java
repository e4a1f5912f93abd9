package io.github.palimpsest.model.own;

/**
 * The clean estimate of a hole from the patches found for it: the mean of their centres, weighted
 * by how well each explains what is seen.
 *
 * @param channels of the picture
 * @param width columns
 * @param height rows
 * @param mask above 0 in the hole [height · width]
 */
record PatchEstimate(int channels, int width, int height, float[] mask) {
  /**
   * Writes the estimate into the pixels of the hole.
   *
   * @param matches what was found at a level
   * @param cells the noisy picture at that level
   * @param source the bank at that level [channels][cells]
   * @param level 0 = the pixels themselves
   * @param out receives it [channels · height · width]
   */
  void write(PatchMatches matches, AverageLevel cells, float[][] source, int level, float[] out) {
    float[][] values = new float[channels][];
    for (int c = 0; c < channels; c++) {
      values[c] = cells.values()[c].clone();
    }
    for (int k = 0; k < matches.cells.length; k++) {
      if (matches.weighed()) {
        for (int c = 0; c < channels; c++) {
          values[c][matches.cells[k]] = (float) matches.mean(k, c);
        }
        continue;
      }
      int from = k * matches.kept;
      double[] w = new double[matches.counts[k]];
      double sum = 0;
      for (int j = 0; j < w.length; j++) {
        w[j] = Math.exp((matches.costs[from] - matches.costs[from + j]) / 2);
        sum += w[j];
      }
      for (int c = 0; c < channels; c++) {
        double v = 0;
        for (int j = 0; j < w.length; j++) {
          v += w[j] * source[c][matches.entries[from + j] >> 3];
        }
        values[c][matches.cells[k]] = (float) (v / sum);
      }
    }
    enlarge(values, cells, level, out);
  }

  /** Writes a level into the pixels of the hole, between its cells bilinearly. */
  private void enlarge(float[][] values, AverageLevel cells, int level, float[] out) {
    int n = height * width;
    double scale = 1.0 / (1 << level);
    for (int y = 0; y < height; y++) {
      double sy = Math.max(0, Math.min(cells.height() - 1, (y + 0.5) * scale - 0.5));
      int y0 = (int) sy;
      int y1 = Math.min(y0 + 1, cells.height() - 1);
      double fy = sy - y0;
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (mask[i] == 0) {
          continue;
        }
        double sx = Math.max(0, Math.min(cells.width() - 1, (x + 0.5) * scale - 0.5));
        int x0 = (int) sx;
        int x1 = Math.min(x0 + 1, cells.width() - 1);
        double fx = sx - x0;
        for (int c = 0; c < channels; c++) {
          float[] v = values[c];
          double upper = v[y0 * cells.width() + x0] * (1 - fx) + v[y0 * cells.width() + x1] * fx;
          double lower = v[y1 * cells.width() + x0] * (1 - fx) + v[y1 * cells.width() + x1] * fx;
          out[c * n + i] = (float) (upper * (1 - fy) + lower * fy);
        }
      }
    }
  }
}
