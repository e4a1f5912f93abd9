package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import java.awt.Dimension;
import java.awt.Rectangle;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.img.cell.AbstractCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.RealType;

/**
 * One plane (channel, slice, frame) of an image, read and written by rectangle as raw float values.
 * The pixels are those of an ImgLib2 interval, which need not be in memory: the cost of a read or a
 * write follows the rectangle. A plane of an {@link ImagePlus} is a view of ImageJ's own pixel
 * array, without a copy; only a virtual stack loads the whole plane, once.
 *
 * <p>A plane keeps the pixel array it was opened with, so a run is not disturbed when the user
 * scrolls or closes the image. Several threads may read; one may write while none reads.
 */
public final class Plane {
  private final RandomAccessibleInterval<? extends NumericType<?>> pixels;
  private final PrimitiveBlocks<?> blocks;
  private final SampleType type;
  private final Object array;
  private final int width;
  private final int height;
  private final int position;
  private final String readOnlyBecause;

  private Plane(
      RandomAccessibleInterval<? extends NumericType<?>> pixels,
      SampleType type,
      Object array,
      int position,
      String readOnlyBecause) {
    this.pixels = pixels;
    this.blocks = blocks(pixels);
    this.type = type;
    this.array = array;
    this.width = (int) pixels.dimension(0);
    this.height = (int) pixels.dimension(1);
    this.position = position;
    this.readOnlyBecause = readOnlyBecause;
  }

  @SuppressWarnings("unchecked")
  private static <T extends NativeType<T>> PrimitiveBlocks<?> blocks(
      RandomAccessibleInterval<?> pixels) {
    return PrimitiveBlocks.of(
            (RandomAccessibleInterval<T>) pixels, PrimitiveBlocks.OnFallback.ACCEPT)
        .threadSafe();
  }

  /**
   * Opens a plane of an image.
   *
   * @param position one-based stack position, see {@link PlanePosition#position()}
   * @throws BadInput if the image has been closed or has no such plane
   */
  public static Plane of(ImagePlus imp, int position) {
    int size = imp.getStackSize();
    if (position < 1 || position > size) {
      throw BadInput.of(
          "'%s' has no plane %d: it has %d. Choose planes with slices=, frames= or channels=.",
          imp.getTitle(), position, size);
    }
    if (imp instanceof IntervalImage image) {
      return new Plane(
          image.pixels(position),
          SampleType.of(image),
          null,
          position,
          "The interval is not written in place: use output=New.");
    }
    ImageProcessor ip = imp.getProcessor();
    if (ip == null || ip.getPixels() == null) {
      throw BadInput.of("'%s' has no pixels: open the image again.", imp.getTitle());
    }
    String readOnly = null;
    Object pixels = ip.getPixels();
    if (size > 1) {
      // not getStack(): it would measure and mark the current selection
      ImageStack stack = imp.getImageStack();
      if (stack.isVirtual() && !keepsPixels(stack, position)) {
        readOnly =
            String.format(
                "'%s' is a virtual stack, whose pixels ImageJ does not keep: use output=New, or"
                    + " duplicate it first.",
                imp.getTitle());
        pixels = stack.getProcessor(position).getPixels();
      } else {
        pixels = stack.getPixels(position);
      }
    }
    return of(pixels, imp.getWidth(), imp.getHeight(), position, readOnly);
  }

  /** Whether an image has pixels, which one that was closed has not. */
  public static boolean readable(ImagePlus imp) {
    return imp instanceof IntervalImage || imp.getProcessor() != null;
  }

  /**
   * Opens the first plane of an interval.
   *
   * @param interval two or three dimensions of any real type or ARGB
   * @throws BadInput for other dimensions and types
   */
  public static Plane of(RandomAccessibleInterval<?> interval) {
    var pixels = Intervals.planes(interval).get(0);
    return new Plane(pixels, Intervals.type(pixels), null, 1, null);
  }

  /**
   * The size of the parts in which the pixels are kept, such as the chunks of a file, from the
   * upper left corner on: reading them part by part reads each once. All of the plane where it is
   * in memory.
   */
  public Dimension parts() {
    if (pixels instanceof AbstractCellImg<?, ?, ?, ?> cells) {
      return new Dimension(
          cells.getCellGrid().cellDimension(0), cells.getCellGrid().cellDimension(1));
    }
    return new Dimension(width, height);
  }

  /** Opens one of ImageJ's pixel arrays. */
  private static Plane of(Object array, int width, int height, int position, String readOnly) {
    return new Plane(
        Intervals.array(array, width, height),
        SampleType.ofPixels(array),
        array,
        position,
        readOnly);
  }

  /**
   * Tells whether a stack that calls itself virtual keeps its pixels in memory all the same, as
   * ImageJ2's view of an image that SCIFIO has read does: it hands out the plane's own array. Any
   * other stack may forget what is written, even if it caches planes.
   */
  private static boolean keepsPixels(ImageStack stack, int position) {
    return stack.getClass().getName().startsWith("net.imglib2.img.display.imagej.")
        && stack.getPixels(position) == stack.getPixels(position);
  }

  /** The pixel type. */
  public SampleType type() {
    return type;
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** 3 for RGB, else 1. */
  public int channels() {
    return type.channels();
  }

  /** One-based stack position. */
  public int position() {
    return position;
  }

  /** ImageJ's pixel array itself, for {@link SavedPixels}; null for an interval. */
  Object array() {
    return array;
  }

  /**
   * Throws if the plane cannot be written.
   *
   * @throws BadInput for planes of virtual stacks
   */
  void requireWritable() {
    if (readOnlyBecause != null) {
      throw new BadInput(readOnlyBecause);
    }
  }

  /**
   * Raw values of a rectangle.
   *
   * @param r within the plane
   * @return a new array [channels][r.height · r.width], row by row
   */
  public float[][] read(Rectangle r) {
    return type.values(pixels(r));
  }

  /** The pixels of a rectangle in a new array of ImageJ's, of the plane's type. */
  private Object pixels(Rectangle r) {
    requireInside(r);
    Object block = type.array(r.width * r.height);
    if (!r.isEmpty()) {
      blocks.copy(new long[] {r.x, r.y}, block, new int[] {r.width, r.height});
    }
    return block;
  }

  /** All pixels in a new array of ImageJ's; see {@link ImageProcessor#getPixels()}. */
  Object pixels() {
    return pixels(new Rectangle(width, height));
  }

  /** The whole plane; see {@link #read(Rectangle)}. */
  public float[][] read() {
    return read(new Rectangle(width, height));
  }

  /**
   * Writes the pixels whose mask is above 0, rounded by {@link SampleType#round}; no other byte
   * changes.
   *
   * @param r within the plane
   * @param values [channels][r.height · r.width]
   * @param mask r.height · r.width weights, or null to write every pixel
   * @throws BadInput for planes of virtual stacks
   */
  void write(Rectangle r, float[][] values, float[] mask) {
    requireWritable();
    requireInside(r);
    RandomAccess<? extends NumericType<?>> access = pixels.randomAccess();
    int o = 0;
    for (int y = r.y; y < r.y + r.height; y++) {
      for (int x = r.x; x < r.x + r.width; x++, o++) {
        if (mask == null || mask[o] > 0) {
          put(access.setPositionAndGet(x, y), type, values, o);
        }
      }
    }
  }

  /** A rectangle as an image of its own. */
  public ImageProcessor part(Rectangle r) {
    return part(r, null);
  }

  /** A rectangle as an image of its own, with other values if they are given. */
  ImageProcessor part(Rectangle r, float[][] values) {
    ImageProcessor ip =
        switch (type) {
          case UINT8 -> new ByteProcessor(r.width, r.height);
          case UINT16 -> new ShortProcessor(r.width, r.height);
          case FLOAT32 -> new FloatProcessor(r.width, r.height);
          case RGB -> new ColorProcessor(r.width, r.height);
        };
    of(ip.getPixels(), r.width, r.height, 1, null)
        .write(new Rectangle(r.width, r.height), values == null ? read(r) : values, null);
    return ip;
  }

  /** Sets a pixel to a rounded value; the alpha of colours stays. */
  static void put(NumericType<?> pixel, SampleType type, float[][] values, int i) {
    if (pixel instanceof ARGBType colour) {
      int rgb =
          (int) type.round(values[0][i]) << 16
              | (int) type.round(values[1][i]) << 8
              | (int) type.round(values[2][i]);
      colour.set(colour.get() & 0xff000000 | rgb);
    } else {
      ((RealType<?>) pixel).setReal(type.round(values[0][i]));
    }
  }

  private void requireInside(Rectangle r) {
    if (!new Rectangle(width, height).contains(r)) {
      throw new IllegalArgumentException(r + " must lie within " + width + " x " + height);
    }
  }
}
