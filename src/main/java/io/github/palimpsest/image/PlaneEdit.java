package io.github.palimpsest.image;

import java.awt.Rectangle;
import net.imglib2.type.numeric.NumericType;

/**
 * New values for part of one plane.
 *
 * @param position one-based stack position
 * @param rectangle within the plane
 * @param values raw values [channels][height · width of the rectangle]; rounded to the type when
 *     written
 * @param mask weights of the rectangle's pixels; only those above 0 are written
 */
public record PlaneEdit(int position, Rectangle rectangle, float[][] values, float[] mask) {
  /** Checks that the sizes agree. */
  public PlaneEdit {
    rectangle = new Rectangle(rectangle);
    int n = rectangle.width * rectangle.height;
    if (mask.length != n) {
      throw new IllegalArgumentException("mask (" + mask.length + ") must have " + n + " pixels.");
    }
    for (float[] channel : values) {
      if (channel.length != n) {
        throw new IllegalArgumentException(
            "values (" + channel.length + ") must have " + n + " pixels.");
      }
    }
  }

  /** Sets a pixel of the plane to its new value, rounded to the type, if it has one. */
  void put(int x, int y, NumericType<?> pixel, SampleType type) {
    if (rectangle.contains(x, y)) {
      int i = (y - rectangle.y) * rectangle.width + x - rectangle.x;
      if (mask[i] > 0) {
        Plane.put(pixel, type, values, i);
      }
    }
  }
}
