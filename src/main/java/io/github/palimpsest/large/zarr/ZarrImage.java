package io.github.palimpsest.large.zarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeOutput;
import io.github.palimpsest.large.LargePlane;
import io.github.palimpsest.large.zarr.ZarrArray.Reading;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** An image of OME-Zarr: the largest level of its first multiscale image. */
final class ZarrImage implements LargeImage {
  private static final int MOST_PLANES = 10_000_000;

  private final Path path;
  private final ZarrNode node;
  private final Multiscale multiscale;
  private final ZarrArray array;
  private final List<LargePlane> planes;

  private ZarrImage(Path path, ZarrNode node, Multiscale multiscale, Reading reading) {
    this.path = path;
    this.node = node;
    this.multiscale = multiscale;
    array = ZarrArray.open(node.folder().resolve(multiscale.levels().get(0)), reading);
    long[] shape = array.grid().shape();
    if (shape.length != axes().count()) {
      throw BadInput.of(
          "The image (%s) has %d dimensions and names %d axes: it is damaged.",
          node.folder(), shape.length, axes().count());
    }
    long count = (long) channels() * slices() * frames();
    if (shape[axes().x()] > Integer.MAX_VALUE || shape[axes().y()] > Integer.MAX_VALUE) {
      throw BadInput.of("The image (%s) must be below 2147483648 pixels wide and high.", path);
    }
    if (count > MOST_PLANES) {
      throw BadInput.of(
          "The image (%s) has %d planes, more than can be counted here.", path, count);
    }
    planes = planes((int) count);
  }

  /** Planes are made when they are asked for: there may be millions. */
  private List<LargePlane> planes(int count) {
    return new AbstractList<>() {
      @Override
      public LargePlane get(int index) {
        int z = Objects.checkIndex(index, count) / channels();
        return new ZarrPlane(
            array,
            axes(),
            new PlanePosition(
                index + 1, index % channels() + 1, z % slices() + 1, z / slices() + 1));
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  /**
   * Opens the image of a folder.
   *
   * @param reading what its values become; labels that say so are always read as marks, if as a
   *     mask
   * @throws BadInput if there is none, or it cannot be read
   */
  static ZarrImage open(Path path, Reading reading) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      ZarrNode node = ImageFinder.find(absolute);
      boolean labels = reading == Reading.MASK && node.ome().has("image-label");
      return new ZarrImage(absolute, node, multiscale(node), labels ? Reading.MARKS : reading);
    } catch (BadInput e) {
      throw e;
    } catch (RuntimeException e) {
      // metadata of others may be of any form
      throw new BadInput("The metadata of the image (" + absolute + ") are damaged: " + e + ".", e);
    }
  }

  private static Multiscale multiscale(ZarrNode node) {
    try {
      if (node.array() == null) {
        return Multiscale.of(node.ome());
      }
      int dimensions = node.array().getAsJsonArray("shape").size();
      return Multiscale.single(Axes.lastOf(dimensions));
    } catch (BadInput e) {
      throw new BadInput(
          "The image (" + node.folder() + ") cannot be used: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public int width() {
    return (int) array.grid().shape()[axes().x()];
  }

  @Override
  public int height() {
    return (int) array.grid().shape()[axes().y()];
  }

  @Override
  public int channels() {
    return length(axes().c());
  }

  @Override
  public int slices() {
    return length(axes().z());
  }

  @Override
  public int frames() {
    return length(axes().t());
  }

  private int length(int dimension) {
    return Math.toIntExact(Axes.length(array.grid().shape(), dimension));
  }

  @Override
  public SampleType type() {
    return array.sampleType();
  }

  @Override
  public Calibration calibration() {
    return multiscale.calibration();
  }

  @Override
  public double[] displayRange(int channel) {
    try {
      JsonObject window =
          node.ome()
              .getAsJsonObject("omero")
              .getAsJsonArray("channels")
              .get(channel - 1)
              .getAsJsonObject()
              .getAsJsonObject("window");
      return new double[] {window.get("start").getAsDouble(), window.get("end").getAsDouble()};
    } catch (RuntimeException e) {
      // omero is for display only, and any part of it may be missing
      return null;
    }
  }

  @Override
  public List<LargePlane> planes() {
    return planes;
  }

  @Override
  public LargeImage labels(String name) {
    Path labels = node.folder().resolve("labels");
    ZarrNode label = name.isBlank() ? null : ZarrNode.of(labels.resolve(name));
    if (label == null || !label.folder().normalize().startsWith(labels)) {
      ZarrNode all = ZarrNode.of(labels);
      JsonElement names = all == null ? null : all.ome().get("labels");
      throw BadInput.of(
          "The image (%s) has no labels '%s': %s.",
          path, name, names == null ? "it has none" : "it has " + names);
    }
    return open(label.folder(), Reading.MARKS);
  }

  @Override
  public String property(String name) {
    JsonElement value = node.attributes().get(name);
    return value == null || value.isJsonNull() ? null : Properties.text(value);
  }

  @Override
  public String identity(ChronoUnit precision) {
    return FolderIdentity.of(path, precision);
  }

  @Override
  public LargeOutput copyTo(Path place, Monitor monitor, BooleanSupplier stopped) {
    if (type() != array.type().sampleType()) {
      throw new IllegalStateException("A mask is not copied.");
    }
    return new ZarrOutput(this, FolderCopy.of(path, place, monitor, stopped));
  }

  /** Its group. */
  ZarrNode node() {
    return node;
  }

  /** Its axes. */
  Axes axes() {
    return multiscale.axes();
  }

  /** Its largest level. */
  ZarrArray array() {
    return array;
  }

  /** Folders of its levels, largest first. */
  List<Path> levels() {
    return multiscale.levels().stream().map(level -> node.folder().resolve(level)).toList();
  }

  @Override
  public void close() {
    // files are open only while they are read
  }
}
