package io.github.palimpsest.image;

import io.github.palimpsest.check.BadInput;

/**
 * The interval of raw intensities that the model sees as −1…1.
 *
 * <p>model = 2 (v − min) / (max − min) − 1 and back, v = (model + 1) / 2 · (max − min) + min, in
 * double precision. Neither direction clamps.
 *
 * @param min intensity shown to the model as −1
 * @param max intensity shown to the model as 1; above {@code min}
 */
public record IntensityRange(double min, double max) {
  /** Checks that the interval is finite and not empty. */
  public IntensityRange {
    if (!(min < max) || Double.isInfinite(max - min)) {
      throw BadInput.of(
          "range (%s,%s) must be two finite numbers, the first below the second.", min, max);
    }
  }

  /** Model value of a raw value. */
  public double toModel(double v) {
    return 2 * (v - min) / (max - min) - 1;
  }

  /** Raw value of a model value. */
  public double toSource(double x) {
    return (x + 1) / 2 * (max - min) + min;
  }

  /** Middle of the interval, 0 for the model. */
  public double middle() {
    return min + (max - min) / 2;
  }

  /**
   * Model values of raw values; NaN and infinities read as the middle, 0.
   *
   * @return a new array
   */
  public float[] toModel(float[] raw) {
    float[] out = new float[raw.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Float.isFinite(raw[i]) ? (float) toModel(raw[i]) : 0f;
    }
    return out;
  }

  /**
   * Raw values of model values.
   *
   * @return a new array
   */
  public float[] toSource(float[] model) {
    float[] out = new float[model.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) toSource(model[i]);
    }
    return out;
  }

  /** How many values are NaN or infinite. */
  public static long countNonFinite(float[][] raw) {
    long n = 0;
    for (float[] plane : raw) {
      for (float v : plane) {
        if (!Float.isFinite(v)) {
          n++;
        }
      }
    }
    return n;
  }
}
