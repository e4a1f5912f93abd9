package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.SampleType;
import java.awt.Rectangle;

/**
 * An open image as a control map: 8-bit and RGB value / 255, 32-bit as it is (0 where not finite),
 * 16-bit labels above 0 as 1. Look-up tables do not act.
 */
final class MapImage implements ControlMap {
  private final ImagePlus map;
  private final ImagePlus image;

  /**
   * @param image the image that is repainted, or null when generating
   */
  MapImage(ImagePlus map, ImagePlus image) {
    this.map = map;
    this.image = image;
  }

  /** Refuses what cannot fill a net's map. */
  void check(int width, int height, ControlPort net) {
    if (map.getWidth() != width || map.getHeight() != height) {
      throw BadInput.of(
          "control ('%s', %d x %d) must have the size of the image (%d x %d): crop or scale it.",
          map.getTitle(), map.getWidth(), map.getHeight(), width, height);
    }
    if (SampleType.of(map) == SampleType.RGB && net.channels() != 3) {
      throw BadInput.of(
          "control ('%s') must not be RGB, for control net %s takes %d channel(s): convert it with"
              + " Image > Type > 8-bit.",
          map.getTitle(), net.kind(), net.channels());
    }
    if (image != null) {
      Planes.matching("control", map, image, 1);
    }
  }

  @Override
  public float[][] read(int position, Rectangle r) {
    int plane =
        image == null
            ? Planes.current(map).position()
            : Planes.matching("control", map, image, position);
    PlaneAccess access = PlaneAccess.of(map, plane);
    if (access.width() < r.x + r.width || access.height() < r.y + r.height) {
      throw BadInput.of(
          "control ('%s') must keep the size of the image: it has been cropped.", map.getTitle());
    }
    float[][] values = access.read(r);
    for (float[] channel : values) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = value(access.type(), channel[i]);
      }
    }
    return values;
  }

  private static float value(SampleType type, float v) {
    return switch (type) {
      case UINT8, RGB -> v / 255;
      case UINT16 -> v > 0 ? 1 : 0;
      case FLOAT32 -> Float.isFinite(v) ? v : 0;
    };
  }
}
