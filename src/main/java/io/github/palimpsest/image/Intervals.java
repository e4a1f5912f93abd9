package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
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
    List<RandomAccessibleInterval<? extends NumericType<?>>> planes = planes(interval);
    ImageStack stack = new ImageStack((int) interval.dimension(0), (int) interval.dimension(1));
    for (RandomAccessibleInterval<? extends NumericType<?>> plane : planes) {
      stack.addSlice(null, Plane.of(plane).pixels());
    }
    return new ImagePlus(title, stack);
  }

  /**
   * A new ImgLib2 image with the pixels of an image: {@link UnsignedByteType}, {@link
   * UnsignedShortType}, {@link FloatType} or {@link ARGBType}; x, y and, for stacks, all planes in
   * their order.
   */
  public static RandomAccessibleInterval<? extends NumericType<?>> of(ImagePlus image) {
    SampleType type = SampleType.of(image);
    int plane = image.getWidth() * image.getHeight();
    int planes = image.getStackSize();
    Object all = type.array(Math.multiplyExact(plane, planes));
    for (int i = 0; i < planes; i++) {
      Object pixels = Plane.of(image, i + 1).pixels();
      System.arraycopy(pixels, 0, all, i * plane, plane);
    }
    long[] size =
        planes == 1
            ? new long[] {image.getWidth(), image.getHeight()}
            : new long[] {image.getWidth(), image.getHeight(), planes};
    return array(all, size);
  }

  /** A view of one of ImageJ's pixel arrays. */
  static RandomAccessibleInterval<? extends NumericType<?>> array(Object pixels, long... size) {
    return switch (SampleType.ofPixels(pixels)) {
      case UINT8 -> ArrayImgs.unsignedBytes((byte[]) pixels, size);
      case UINT16 -> ArrayImgs.unsignedShorts((short[]) pixels, size);
      case FLOAT32 -> ArrayImgs.floats((float[]) pixels, size);
      case RGB -> ArrayImgs.argbs((int[]) pixels, size);
    };
  }

  /** The planes of an interval, as {@link #pixels}. */
  static List<RandomAccessibleInterval<? extends NumericType<?>>> planes(
      RandomAccessibleInterval<?> interval) {
    int dimensions = interval.numDimensions();
    if (dimensions != 2 && dimensions != 3) {
      throw BadInput.of(
          "The interval (%d dimensions) must have two or three: slice it first.", dimensions);
    }
    List<RandomAccessibleInterval<? extends NumericType<?>>> planes = new ArrayList<>();
    for (long z = 0; z < (dimensions == 3 ? interval.dimension(2) : 1); z++) {
      planes.add(
          pixels(dimensions == 3 ? Views.hyperSlice(interval, 2, interval.min(2) + z) : interval));
    }
    return planes;
  }

  /** A view from 0, 0 on of a plane, in the nearest type that ImageJ has. */
  @SuppressWarnings("unchecked")
  static RandomAccessibleInterval<? extends NumericType<?>> pixels(
      RandomAccessibleInterval<?> plane) {
    Object pixel = plane.getType();
    if (pixel instanceof UnsignedByteType
        || pixel instanceof UnsignedShortType
        || pixel instanceof FloatType
        || pixel instanceof ARGBType) {
      return Views.zeroMin((RandomAccessibleInterval<? extends NumericType<?>>) plane);
    }
    if (pixel instanceof RealType) {
      return Views.zeroMin(
          Converters.convert2(
              (RandomAccessibleInterval<? extends RealType<?>>) plane,
              (from, to) -> to.setReal(from.getRealFloat()),
              FloatType::new));
    }
    throw BadInput.of(
        "The interval's type (%s) must be a real number or ARGB.",
        pixel.getClass().getSimpleName());
  }

  /** The type of such a view. */
  static SampleType type(RandomAccessibleInterval<? extends NumericType<?>> pixels) {
    Object pixel = pixels.getType();
    if (pixel instanceof UnsignedByteType) {
      return SampleType.UINT8;
    }
    if (pixel instanceof UnsignedShortType) {
      return SampleType.UINT16;
    }
    return pixel instanceof ARGBType ? SampleType.RGB : SampleType.FLOAT32;
  }
}
