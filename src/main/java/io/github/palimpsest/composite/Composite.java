package io.github.palimpsest.composite;

import io.github.palimpsest.image.SampleType;

/** Joins generated and source pixels. */
public final class Composite {
  private Composite() {}

  /**
   * source · (1 − m) + generated · m, rounded to the type; the source itself where m = 0, the
   * generated value where the source is NaN or infinite and m above 0.
   *
   * @param source raw values [channels][n]
   * @param generated raw values [channels][n]
   * @param mask n weights, 0 to 1
   * @return a new array [channels][n]
   */
  public static float[][] blend(
      float[][] source, float[][] generated, float[] mask, SampleType type) {
    float[][] out = new float[source.length][];
    for (int c = 0; c < source.length; c++) {
      out[c] = source[c].clone();
      for (int i = 0; i < mask.length; i++) {
        double m = mask[i];
        if (m > 0) {
          double s = source[c][i];
          double g = generated[c][i];
          double v = m >= 1 || !Double.isFinite(s) ? g : s * (1 - m) + g * m;
          out[c][i] = type.round((float) v);
        }
      }
    }
    return out;
  }
}
