package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * Images of ImgLib2 and of ImageJ, one as the other, by copying: unsigned 8-bit, unsigned 16-bit,
 * 32-bit float and ARGB (as RGB) stay what they are; every other real type becomes 32-bit float.
 * Dimensions are x, y and, as slices, z.
 */
public final class Intervals {
  private Intervals() {}

  /**
   * A new image with the interval's pixels, not shown.
   *
   * @param interval two or three dimensions
   * @throws BadInput for another number of dimensions, or a type that is not numeric
   */
  public static ImagePlus toImage(RandomAccessibleInterval<?> interval, String title) {
    int dimensions = interval.numDimensions();
    if (dimensions != 2 && dimensions != 3) {
      throw BadInput.of(
          "The interval (%d dimensions) must have two or three: slice it first.", dimensions);
    }
    ImageStack stack = new ImageStack((int) interval.dimension(0), (int) interval.dimension(1));
    long depth = dimensions == 3 ? interval.dimension(2) : 1;
    for (long z = 0; z < depth; z++) {
      RandomAccessibleInterval<?> plane =
          dimensions == 3 ? Views.hyperSlice(interval, 2, interval.min(2) + z) : interval;
      stack.addSlice(plane(plane));
    }
    return new ImagePlus(title, stack);
  }

  private static ImageProcessor plane(RandomAccessibleInterval<?> plane) {
    int w = (int) plane.dimension(0);
    int h = (int) plane.dimension(1);
    Cursor<?> cursor = Views.flatIterable(plane).cursor();
    Object first = Views.flatIterable(plane).firstElement();
    ImageProcessor ip;
    if (first instanceof UnsignedByteType) {
      ip = new ByteProcessor(w, h);
    } else if (first instanceof UnsignedShortType) {
      ip = new ShortProcessor(w, h);
    } else if (first instanceof ARGBType) {
      ip = new ColorProcessor(w, h);
    } else if (first instanceof RealType) {
      ip = new FloatProcessor(w, h);
    } else {
      throw BadInput.of(
          "The interval's type (%s) must be a real number or ARGB.",
          first.getClass().getSimpleName());
    }
    for (int i = 0; i < w * h; i++) {
      Object value = cursor.next();
      if (value instanceof ARGBType argb) {
        ip.set(i, argb.get());
      } else {
        ip.setf(i, ((RealType<?>) value).getRealFloat());
      }
    }
    return ip;
  }

  /**
   * A new ImgLib2 image with the pixels of an image: {@link UnsignedByteType}, {@link
   * UnsignedShortType}, {@link FloatType} or {@link ARGBType}; x, y and, for stacks, all planes in
   * their order.
   */
  public static RandomAccessibleInterval<? extends NumericType<?>> of(ImagePlus image) {
    return switch (SampleType.of(image)) {
      case UINT8 -> reals(image, new UnsignedByteType());
      case UINT16 -> reals(image, new UnsignedShortType());
      case FLOAT32 -> reals(image, new FloatType());
      case RGB -> colours(image);
    };
  }

  private static long[] size(ImagePlus image) {
    int n = image.getStackSize();
    return n == 1
        ? new long[] {image.getWidth(), image.getHeight()}
        : new long[] {image.getWidth(), image.getHeight(), n};
  }

  private static <T extends NativeType<T> & RealType<T>> RandomAccessibleInterval<T> reals(
      ImagePlus image, T type) {
    var made = new ArrayImgFactory<>(type).create(size(image));
    Cursor<T> cursor = made.cursor();
    for (int s = 1; s <= image.getStackSize(); s++) {
      for (float v : Plane.of(image, s).read()[0]) {
        cursor.next().setReal(v);
      }
    }
    return made;
  }

  private static RandomAccessibleInterval<ARGBType> colours(ImagePlus image) {
    var made = new ArrayImgFactory<>(new ARGBType()).create(size(image));
    Cursor<ARGBType> cursor = made.cursor();
    for (int s = 1; s <= image.getStackSize(); s++) {
      float[][] rgb = Plane.of(image, s).read();
      for (int i = 0; i < rgb[0].length; i++) {
        cursor.next().set(ARGBType.rgba(rgb[0][i], rgb[1][i], rgb[2][i], 255));
      }
    }
    return made;
  }
}
