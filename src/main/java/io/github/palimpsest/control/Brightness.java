package io.github.palimpsest.control;

import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Quantiles;
import io.github.palimpsest.image.SortedValues;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.Arrays;

/**
 * A plane as brightness 0…1 of its robust range, the 0.1 and 99.9 percentiles, clipped; NaN where a
 * pixel is not finite. RGB counts as luminance 0.299 R + 0.587 G + 0.114 B.
 *
 * <p>The percentiles come from the whole plane; of large planes from every n-th pixel of every n-th
 * row, about a million, so that the cost of a map follows its crop.
 */
final class Brightness implements Smoother.Field {
  private static final double MOST_SAMPLES = 1 << 20;

  private final Plane plane;
  private final Mask hidden;
  private final double min;
  private final double max;

  /**
   * @param hidden pixels that have no brightness and do not count for the range, or null
   */
  Brightness(Plane plane, Mask hidden) {
    this.plane = plane;
    this.hidden = hidden;
    SortedValues sample = SortedValues.of(sample());
    min = sample.count() == 0 ? 0 : Quantiles.low(sample);
    max = sample.count() == 0 ? 0 : Quantiles.high(sample);
  }

  @Override
  public Rectangle bounds() {
    return new Rectangle(plane.width(), plane.height());
  }

  /** 0…1, or NaN; all 0 for a plane of one value. */
  @Override
  public double[] read(Rectangle r) {
    float[][] raw = plane.read(r);
    float[] unknown = hidden == null ? null : hidden.crop(r);
    double[] out = new double[raw[0].length];
    boolean flat = !(max > min);
    for (int i = 0; i < out.length; i++) {
      double v = luminance(raw, i);
      out[i] =
          Double.isNaN(v) || Double.isInfinite(v) || unknown != null && unknown[i] > 0
              ? Double.NaN
              : flat ? 0 : Math.max(0, Math.min(1, (v - min) / (max - min)));
    }
    return out;
  }

  private static double luminance(float[][] raw, int i) {
    return raw.length == 1 ? raw[0][i] : 0.299 * raw[0][i] + 0.587 * raw[1][i] + 0.114 * raw[2][i];
  }

  private float[] sample() {
    double pixels = (double) plane.width() * plane.height();
    int every = (int) Math.ceil(Math.sqrt(pixels / MOST_SAMPLES));
    int columns = (plane.width() + every - 1) / every;
    int rows = (plane.height() + every - 1) / every;
    float[] values = new float[columns * rows];
    int n = 0;
    for (int y = 0; y < plane.height(); y += every) {
      float[][] row = plane.read(new Rectangle(0, y, plane.width(), 1));
      for (int x = 0; x < plane.width(); x += every) {
        float v = (float) luminance(row, x);
        if (Float.isFinite(v) && (hidden == null || hidden.at(x, y) == 0)) {
          values[n++] = v;
        }
      }
    }
    return Arrays.copyOf(values, n);
  }
}
