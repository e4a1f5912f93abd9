package io.github.palimpsest.composite;

/** The picture around the hole, as an inpainting network reads it (exact reading 8). */
public final class MaskedImage {
  private static final float HOLE = 0.5f;

  private MaskedImage() {}

  /**
   * The masked image of one pass.
   *
   * @param image [channels · n] in −1…1
   * @param mask n weights; from one half on a pixel belongs to the hole
   * @param fill {@code zero} as diffusers, or {@code pullpush}
   */
  public static float[] of(float[] image, float[] mask, int width, int height, String fill) {
    float[] hole = binary(mask);
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

  /** 1 in the hole, where the mask is at least one half, else 0. */
  public static float[] binary(float[] mask) {
    float[] out = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      out[i] = mask[i] >= HOLE ? 1 : 0;
    }
    return out;
  }
}
