package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.position.FunctionRandomAccessible;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.view.Views;

/**
 * An ImgLib2 interval as an image of ImageJ's, without a copy: a {@link Plane} of it reads what is
 * asked for, so an interval may be far larger than memory. Results of it are intervals, too: views
 * of the source with the new pixels over it. Never shown; if ImageJ itself asks for the pixels,
 * they are read as a whole.
 */
public final class IntervalImage extends ImagePlus {
  private final List<RandomAccessibleInterval<? extends NumericType<?>>> source;
  private final List<List<PlaneEdit>> edits = new ArrayList<>();
  private final SampleType type;
  private final boolean flat;
  private boolean read;

  private IntervalImage(
      String title, List<RandomAccessibleInterval<? extends NumericType<?>>> source, boolean flat) {
    this.source = source;
    this.flat = flat;
    type = Intervals.type(source.get(0));
    source.forEach(plane -> edits.add(new ArrayList<>()));
    width = (int) source.get(0).dimension(0);
    height = (int) source.get(0).dimension(1);
    setTitle(title);
    setDimensions(1, source.size(), 1);
  }

  /**
   * An interval as an image.
   *
   * @param interval two or three dimensions of any real type or ARGB; see {@link Intervals}
   * @throws BadInput for other dimensions and types
   */
  public static IntervalImage of(RandomAccessibleInterval<?> interval, String title) {
    for (int d = 0; d < interval.numDimensions(); d++) {
      if (interval.dimension(d) > Integer.MAX_VALUE) {
        throw BadInput.of(
            "The interval (dimension %d is %d) must be below 2147483648 along each dimension.",
            d, interval.dimension(d));
      }
    }
    return new IntervalImage(title, Intervals.planes(interval), interval.numDimensions() == 2);
  }

  /**
   * Planes in stack order as an image.
   *
   * @param planes of one size and type, two dimensions each, as {@link Intervals} has them
   * @param channels times slices and frames as many as there are planes
   */
  public static IntervalImage of(
      String title,
      List<? extends RandomAccessibleInterval<? extends NumericType<?>>> planes,
      int channels,
      int slices,
      int frames) {
    IntervalImage image = new IntervalImage(title, List.copyOf(planes), planes.size() == 1);
    image.setDimensions(channels, slices, frames);
    return image;
  }

  /** An image to write into, with so many times the planes, one after the other. */
  IntervalImage copy(String title, int times) {
    List<RandomAccessibleInterval<? extends NumericType<?>>> planes = new ArrayList<>();
    for (int k = 0; k < times; k++) {
      for (int i = 0; i < source.size(); i++) {
        planes.add(pixels(i + 1));
      }
    }
    return new IntervalImage(title, planes, flat && times == 1);
  }

  /** Lays new pixels over a plane; the source stays as it is. */
  void write(int position, PlaneEdit edit) {
    edits.get(position - 1).add(edit);
  }

  /**
   * The pixels as an interval, of the type of {@link Intervals#of}: where nothing was written, what
   * the source holds when they are read.
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public RandomAccessibleInterval<? extends NumericType<?>> interval() {
    if (flat) {
      return pixels(1);
    }
    List planes = new ArrayList<>();
    for (int i = 1; i <= source.size(); i++) {
      planes.add(pixels(i));
    }
    return Views.stack(planes);
  }

  /** The pixels of a plane, by one-based stack position. */
  RandomAccessibleInterval<? extends NumericType<?>> pixels(int position) {
    List<PlaneEdit> over = List.copyOf(edits.get(position - 1));
    var plane = source.get(position - 1);
    return over.isEmpty() ? plane : edited(plane, over);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private RandomAccessibleInterval<? extends NumericType<?>> edited(
      RandomAccessibleInterval<? extends NumericType<?>> plane, List<PlaneEdit> over) {
    NumericType pixel = plane.getType();
    var view =
        new FunctionRandomAccessible<NumericType>(
            2,
            () -> {
              RandomAccess<? extends NumericType> under = plane.randomAccess();
              return (at, out) -> {
                out.set(under.setPositionAndGet(at));
                over.forEach(
                    edit -> edit.put(at.getIntPosition(0), at.getIntPosition(1), out, type));
              };
            },
            () -> (NumericType) pixel.createVariable());
    return (RandomAccessibleInterval) Views.interval(view, plane);
  }

  @Override
  public int getStackSize() {
    return source == null ? 1 : source.size();
  }

  @Override
  public int getImageStackSize() {
    return getStackSize();
  }

  @Override
  public int getBitDepth() {
    return type.bitDepth();
  }

  /**
   * Where ImageJ looks for a property that is not set: an interval has no info and no labels of
   * slices, and to look for these would read all pixels.
   */
  @Override
  public String getStringProperty(String key) {
    return read ? super.getStringProperty(key) : null;
  }

  @Override
  public ImageProcessor getProcessor() {
    readAll();
    return super.getProcessor();
  }

  @Override
  public ImageStack getStack() {
    readAll();
    return super.getStack();
  }

  @Override
  public ImageStack getImageStack() {
    readAll();
    return super.getImageStack();
  }

  private void readAll() {
    if (!read) {
      read = true;
      setStack(Intervals.toImage(interval(), getTitle()).getImageStack());
    }
  }
}
