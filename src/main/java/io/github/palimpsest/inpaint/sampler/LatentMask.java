package io.github.palimpsest.inpaint.sampler;

/** Pixel masks at latent resolution (contract, exact reading 7). */
final class LatentMask {
  private LatentMask() {}

  /**
   * Max-pooling: a latent cell is as much masked as the most masked of its pixels.
   *
   * @param mask [height · width], 0…1
   * @param scale pixels per cell; divides width and height
   * @return not to be changed: the mask itself if a cell is a pixel
   */
  static float[] pool(float[] mask, int width, int height, int scale) {
    if (scale == 1) {
      return mask;
    }
    int w = width / scale;
    float[] out = new float[w * (height / scale)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int cell = y / scale * w + x / scale;
        out[cell] = Math.max(out[cell], mask[y * width + x]);
      }
    }
    return out;
  }

  /** The mean of the pixels of each cell: soft edges for the weights of regions. */
  static float[] mean(float[] values, int width, int height, int scale) {
    float[] out = new float[width / scale * (height / scale)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        out[y / scale * (width / scale) + x / scale] += values[y * width + x] / (scale * scale);
      }
    }
    return out;
  }
}
