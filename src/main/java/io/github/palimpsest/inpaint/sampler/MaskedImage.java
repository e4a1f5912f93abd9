package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.composite.PullPush;

/** What an inpainting network is told of the picture around the hole (exact reading 8). */
final class MaskedImage {
  private MaskedImage() {}

  /**
   * The masked image of one pass.
   *
   * @param image [channels · n] in −1…1
   * @param mask n weights; from one half on a pixel belongs to the hole
   * @param fill {@code zero} as diffusers, or {@code pullpush}
   */
  static float[] masked(float[] image, float[] mask, int width, int height, String fill) {
    float[] hole = LatentMask.binary(mask);
    int n = hole.length;
    float[] out = new float[image.length];
    for (int c = 0; c < image.length / n; c++) {
      float[] plane = new float[n];
      System.arraycopy(image, c * n, plane, 0, n);
      if (fill.equals("pullpush")) {
        plane = PullPush.fill(plane, hole, width, height);
      } else {
        for (int i = 0; i < n; i++) {
          plane[i] = hole[i] > 0 ? 0 : plane[i];
        }
      }
      System.arraycopy(plane, 0, out, c * n, n);
    }
    return out;
  }
}
