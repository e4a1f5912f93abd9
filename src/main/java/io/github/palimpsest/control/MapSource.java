package io.github.palimpsest.control;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import java.awt.Rectangle;

/** What a kind computes its map from: one plane of an image, its ROIs, and the settings. */
final class MapSource {
  final ImagePlus image;
  final Plane plane;
  final MapSettings settings;
  private Brightness brightness;
  private MapObjects objects;

  /**
   * @param position one-based stack position
   */
  MapSource(ImagePlus image, int position, MapSettings settings) {
    this.image = image;
    this.plane = Plane.of(image, position);
    this.settings = settings;
  }

  int position() {
    return plane.position();
  }

  Rectangle bounds() {
    return new Rectangle(plane.width(), plane.height());
  }

  Brightness brightness() {
    if (brightness == null) {
      LutCheck.requireIntensities("'" + image.getTitle() + "'", image, plane);
      brightness = new Brightness(plane);
    }
    return brightness;
  }

  MapObjects objects() {
    objects = objects == null ? new MapObjects(image, position(), settings) : objects;
    return objects;
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
