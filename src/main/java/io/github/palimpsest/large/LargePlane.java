package io.github.palimpsest.large;

import io.github.palimpsest.image.PlanePosition;
import java.awt.Rectangle;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.NumericType;

/** A plane of a {@link LargeImage}. Safe for use by any thread. */
public interface LargePlane {
  /** Its place in the image. */
  PlanePosition position();

  /**
   * The pixels, x and y from 0 on: {@code UnsignedByteType}, {@code UnsignedShortType}, {@code
   * FloatType} or {@code ARGBType}, as {@link LargeImage#type} says. Blocks are read when they are
   * asked for, and kept in a cache that all planes of the image share and that is bounded; blocks
   * of ImgLib2 ({@code PrimitiveBlocks}) are copied fast. A read throws {@code BadInput} where the
   * file cannot be read or decoded.
   */
  RandomAccessibleInterval<? extends NumericType<?>> pixels();

  /**
   * The rectangles in which the pixels are stored and are not known to be 0, in an order in which
   * they are read fast: chunks that exist, or strips. Each lies within the plane; none overlap;
   * what lies in none of them is 0 everywhere. Cheap: nothing is decoded. They are found while they
   * are asked for.
   */
  Iterable<Rectangle> blocks();
}
