package io.github.palimpsest.composite;

import java.util.Arrays;

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
    if (fill.equals("pullpush")) {
      return filled(image, hole, width, height);
    }
    float[] out = image.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = hole[i % n] > 0 ? 0 : out[i];
    }
    return out;
  }

  private static float[] filled(float[] image, float[] hole, int width, int height) {
    int n = hole.length;
    if (image.length == n) {
      return PullPush.fill(image, hole, width, height);
    }
    float[] out = new float[image.length];
    for (int c = 0; c < image.length / n; c++) {
      float[] plane = Arrays.copyOfRange(image, c * n, (c + 1) * n);
      System.arraycopy(PullPush.fill(plane, hole, width, height), 0, out, c * n, n);
    }
    return out;
  }

  /**
   * 1 in the hole, where the mask is at least one half, else 0.
   *
   * @return the mask itself if it holds nothing else
   */
  public static float[] binary(float[] mask) {
    boolean is = true;
    for (int i = 0; is && i < mask.length; i++) {
      is = mask[i] == 0 || mask[i] == 1;
    }
    if (is) {
      return mask;
    }
    float[] out = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      out[i] = mask[i] >= HOLE ? 1 : 0;
    }
    return out;
  }
}
