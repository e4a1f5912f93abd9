package io.github.palimpsest.control;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;

/**
 * The source of a control map, for its {@link ControlKind}: one plane of an image, its ROIs, and
 * the settings. Made for one map; for use by one thread. Rectangles are in pixels, within {@link
 * #bounds}.
 */
public final class MapSource {
  private final ImagePlus image;
  private final Plane plane;
  private final MapSettings settings;

  /** Pixels without brightness; null for none. */
  private final Mask hidden;

  /** Instead of those that {@code rois=} means, or null. */
  private final List<MapObject> given;

  private Brightness brightness;
  private MapObjects objects;

  /**
   * @param position one-based stack position
   */
  MapSource(ImagePlus image, int position, MapSettings settings) {
    this(image, position, settings, null);
  }

  /**
   * @param position one-based stack position
   * @param hidden pixels that have no brightness, or null
   */
  MapSource(ImagePlus image, int position, MapSettings settings, Mask hidden) {
    this(image, Plane.of(image, position), settings, hidden, null);
  }

  private MapSource(
      ImagePlus image, Plane plane, MapSettings settings, Mask hidden, List<MapObject> given) {
    this.image = image;
    this.plane = plane;
    this.settings = settings;
    this.hidden = hidden;
    this.given = given;
  }

  /** The same with other objects than {@code rois=} means. */
  MapSource with(List<MapObject> objects) {
    return new MapSource(image, plane, settings, hidden, List.copyOf(objects));
  }

  /** The image; not to be changed. */
  public ImagePlus image() {
    return image;
  }

  /** The plane, for its raw values and its stack position. */
  public Plane plane() {
    return plane;
  }

  /** The settings that the user gave. */
  public MapSettings settings() {
    return settings;
  }

  /** The whole plane. */
  public Rectangle bounds() {
    return new Rectangle(plane.width(), plane.height());
  }

  /**
   * Brightness 0…1 of the plane's robust range (0.1 and 99.9 percentiles), RGB as luminance; NaN
   * where a pixel is not finite.
   *
   * @return a new array [r.height · r.width]
   * @throws io.github.palimpsest.check.BadInput for an image whose values are numbers of colours
   */
  public double[] brightness(Rectangle r) {
    return brightness().read(r);
  }

  /**
   * Brightness after Gaussian smoothing by {@code smoothing=}, bitwise the part of the smoothed
   * plane; NaN where nothing is known nearby.
   *
   * @param sigma in pixels, where the user has set no {@code smoothing=}
   * @return a new array [r.height · r.width]
   */
  public double[] smoothed(double sigma, Rectangle r) {
    return smoother(sigma).smooth(brightness(), r);
  }

  /**
   * The objects and strokes that {@code rois=} means, in the order in which they lie on each other.
   *
   * @throws io.github.palimpsest.check.BadInput if there are none
   */
  public List<MapObject> objects() {
    return given != null ? given : found().all();
  }

  /**
   * All objects and strokes as drawings: lines with their stroke width, areas as outlines.
   *
   * @throws io.github.palimpsest.check.BadInput if there are none, or only labels
   */
  public Mask outlines() {
    return given != null ? rims() : found().outlines();
  }

  /** The outermost pixels of objects that were not drawn. */
  private Mask rims() {
    Rectangle all = bounds();
    return Mask.union(
        all.width,
        all.height,
        given.stream().map(object -> object.part(d -> d <= 1)).map(MapObject::mask).toList());
  }

  private MapObjects found() {
    objects = objects == null ? new MapObjects(image, plane.position(), settings) : objects;
    return objects;
  }

  Brightness brightness() {
    if (brightness == null) {
      LutCheck.requireIntensities("'" + image.getTitle() + "'", image, plane);
      brightness = new Brightness(plane, hidden);
    }
    return brightness;
  }

  /**
   * The smoothing asked for, in pixels along each axis.
   *
   * @param pixels the kind's own where none was asked for
   */
  Smoother smoother(double pixels) {
    if (Double.isNaN(settings.smoothing())) {
      return new Smoother(pixels, pixels);
    }
    Calibration cal = image.getCalibration();
    return new Smoother(
        pixels(settings.smoothing(), cal.pixelWidth),
        pixels(settings.smoothing(), cal.pixelHeight));
  }

  /** At most the image: wider kernels would only repeat its border. */
  private double pixels(double units, double unitsPerPixel) {
    double pixels = units / (unitsPerPixel > 0 ? unitsPerPixel : 1);
    return Math.min(pixels, Math.max(plane.width(), plane.height()));
  }
}
