package io.github.palimpsest.control;

import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;

/**
 * The map that a user asks for.
 *
 * @param values [1 or 3][height · width]
 * @param mask where it shows something, as weights
 * @param filled whether it shows what rims enclose
 */
record AskedMap(float[][] values, Mask mask, boolean filled) {
  /**
   * @param canvas the whole plane
   * @param r what the map covers of it
   */
  static AskedMap of(float[][] values, Rectangle canvas, Rectangle r) {
    float[] weights = shown(values);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.max(0, Math.min(1, weights[i]));
    }
    return new AskedMap(values, new Mask(canvas.width, canvas.height, r, weights), false);
  }

  /** What its rims enclose; itself if they enclose little. */
  AskedMap enclosed(Rectangle r) {
    Mask inside = mask.isEmpty() ? null : Strokes.enclosed(mask);
    return inside == null ? this : new AskedMap(new float[][] {inside.crop(r)}, inside, true);
  }

  /** The largest value of all channels. */
  static float[] shown(float[][] values) {
    float[] out = values[0].clone();
    for (float[] plane : values) {
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.max(out[i], plane[i]);
      }
    }
    return out;
  }

  /** Another map in the mean colour of what this one shows; as it is if either is in one colour. */
  float[][] coloured(float[][] made) {
    if (values.length == 1 || made.length == 3) {
      return made;
    }
    float[] shown = shown(values);
    float[][] out = new float[3][made[0].length];
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double n = 0;
      for (int i = 0; i < shown.length; i++) {
        sum += shown[i] > 0 ? values[c][i] / shown[i] : 0;
        n += shown[i] > 0 ? 1 : 0;
      }
      for (int i = 0; i < out[c].length; i++) {
        out[c][i] = n > 0 ? (float) (sum / n) * made[0][i] : 0;
      }
    }
    return out;
  }
}
