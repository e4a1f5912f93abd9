package io.github.palimpsest.large;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An image on disk of which only what is asked for is read. Its planes are those of ImageJ's stack
 * order: channels fastest, then slices, then frames. Nothing of it is ever changed. Safe for use by
 * any thread; opening the same path again, in another process as well, gives the same image.
 */
public interface LargeImage extends AutoCloseable {
  /** The file or folder, absolute. */
  Path path();

  /** Its name, as ImageJ would title it. */
  default String title() {
    return path().getFileName().toString();
  }

  /** Width in pixels. */
  int width();

  /** Height in pixels. */
  int height();

  /** Number of channels, at least 1; an RGB image has one. */
  int channels();

  /** Number of slices, at least 1. */
  int slices();

  /** Number of frames, at least 1. */
  int frames();

  /** The type that ImageJ would give its pixels. */
  SampleType type();

  /** A new calibration: pixel sizes, units, frame interval; a function of values if it has one. */
  Calibration calibration();

  /**
   * The range of values at which a channel is to be displayed.
   *
   * @param channel one-based
   * @return minimum and maximum as raw values, or null if the file does not tell
   */
  default double[] displayRange(int channel) {
    return null;
  }

  /**
   * Lays over a view of the image what ImageJ would show over it: the selection and the overlay
   * that are saved in the file.
   */
  default void layOver(ImagePlus view) {
    // most formats keep no ROIs
  }

  /**
   * Refuses values that are no intensities, as {@link io.github.palimpsest.image.LutCheck} does.
   *
   * @param plane of this image
   * @throws BadInput with the remedy
   */
  default void requireIntensities(Plane plane) {
    // most formats have no palettes
  }

  /** All planes, in stack order; the plane at index i has the position i + 1. */
  List<LargePlane> planes();

  /** A plane by its one-based stack position. */
  default LargePlane plane(int position) {
    return planes().get(position - 1);
  }

  /**
   * A label image that is part of this one, such as a name in the {@code labels} folder of an
   * OME-Zarr.
   *
   * @return a new image, to be closed by the caller; null if this kind of image has no labels
   * @throws BadInput if there is none of this name, naming those that are there
   */
  default LargeImage labels(String name) {
    return null;
  }

  /**
   * A property of the image that ImageJ would show, such as the record {@code palimpsest}; see
   * {@link LargeOutput#property}.
   *
   * @return null if there is none
   */
  String property(String name);

  /**
   * What tells this content from another at the same path, without reading all of it: the metadata,
   * and the size and the time of change of every file. The same in every process that asks, without
   * the place of the image.
   */
  default String identity() {
    return identity(ChronoUnit.NANOS);
  }

  /**
   * The same with times cut to a unit: copies that keep times keep milliseconds at least.
   *
   * @param precision of the times of files
   */
  String identity(ChronoUnit precision);

  /**
   * Begins a copy of this image: {@code <place>.<unique>.part} beside the place, to be written and
   * committed. One thread.
   *
   * @param place a file or folder that need not be there
   * @param monitor told how far the copying is
   * @param stopped asked whether to end it
   * @throws BadInput if it cannot be made: no space, no permission, a name of another kind
   * @throws io.github.palimpsest.check.Cancelled when stopped; nothing is left
   */
  LargeOutput copyTo(Path place, Monitor monitor, BooleanSupplier stopped);

  /** The same without a word, to its end. */
  default LargeOutput copyTo(Path place) {
    return copyTo(place, Monitor.SILENT, () -> false);
  }

  /** Frees what was opened; planes cannot be read afterwards. */
  @Override
  void close();
}
