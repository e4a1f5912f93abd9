package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.LutCheck;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import java.awt.Rectangle;
import java.util.Locale;

/**
 * An open image as a control map: 8-bit and RGB value / 255, 32-bit as it is (0 where not finite),
 * 16-bit labels above 0 as 1. Look-up tables do not act.
 */
final class OpenMapImage implements MapReader {
  /** Maps drawn or computed reach white; labels seldom do. */
  private static final int FAINT = 128;

  /** Largest 32-bit value that passes for one of 0 to 1, or of the -1 to 1 of some nets. */
  private static final float MOST = 1.01f;

  private final ImagePlus map;
  private final ImagePlus image;

  /**
   * @param image the image that is repainted, or null when generating
   */
  OpenMapImage(ImagePlus map, ImagePlus image) {
    this.map = map;
    this.image = image;
  }

  /** Refuses what cannot fill a net's map. */
  void check(int width, int height, ControlNetInput net) {
    if ((map.getWidth() != width || map.getHeight() != height) && place() == null) {
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
    LutCheck.requireIntensities(
        "control ('" + map.getTitle() + "')",
        map,
        Plane.of(map, PlanePositions.current(map).position()));
    if (image != null) {
      PlanePositions.matching("control", map, image, 1);
    }
  }

  /** Where a map of the size before {@code expand=} lies on the canvas; null for other maps. */
  private Rectangle place() {
    Rectangle place = image instanceof ExpandedImage expanded ? expanded.place() : null;
    boolean fits =
        place != null && map.getWidth() == place.width && map.getHeight() == place.height;
    return fits ? place : null;
  }

  private Plane plane(int position) {
    return Plane.of(
        map,
        image == null
            ? PlanePositions.current(map).position()
            : PlanePositions.matching("control", map, image, position));
  }

  @Override
  public String doubt(int position) {
    Plane access = plane(position);
    SampleType type = access.type();
    if (type != SampleType.UINT8 && type != SampleType.FLOAT32) {
      return null;
    }
    float[] values = access.read(new Rectangle(access.width(), access.height()))[0];
    float min = 0;
    float max = 0;
    for (float v : values) {
      if (Float.isFinite(v)) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      }
    }
    String labels =
        "if these are labels, make a map of them with Diffusion Control Map, kind=segmentation.";
    if (type == SampleType.UINT8 && max > 0 && max < FAINT) {
      return String.format(
          Locale.ROOT,
          "control ('%s') reaches only %d of 255 and acts weakly; %s",
          map.getTitle(),
          (int) max,
          labels);
    }
    if (type == SampleType.FLOAT32 && (max > MOST || min < -MOST)) {
      return String.format(
          Locale.ROOT,
          "control ('%s') has values from %.4g to %.4g, which are taken as they are, although"
              + " control nets are made for 0 to 1; %s",
          map.getTitle(),
          min,
          max,
          labels);
    }
    return null;
  }

  @Override
  public float[][] read(int position, Rectangle r) {
    Plane access = plane(position);
    Rectangle place = place();
    if (place != null && access.width() == place.width && access.height() == place.height) {
      return placed(access, place, r);
    }
    if (access.width() < r.x + r.width || access.height() < r.y + r.height) {
      throw BadInput.of(
          "control ('%s') must keep the size of the image: it has been cropped.", map.getTitle());
    }
    return values(access, r);
  }

  /** Beyond the picture nothing is drawn. */
  private float[][] placed(Plane access, Rectangle place, Rectangle r) {
    Rectangle common = place.intersection(r);
    float[][] out = new float[access.channels()][r.width * r.height];
    if (common.isEmpty()) {
      return out;
    }
    Rectangle part = new Rectangle(common);
    part.translate(-place.x, -place.y);
    float[][] values = values(access, part);
    for (int c = 0; c < out.length; c++) {
      for (int y = 0; y < common.height; y++) {
        int to = (common.y - r.y + y) * r.width + common.x - r.x;
        System.arraycopy(values[c], y * common.width, out[c], to, common.width);
      }
    }
    return out;
  }

  private float[][] values(Plane access, Rectangle r) {
    float[][] values = access.read(r);
    values[0] = Units.signed(map, values[0]);
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
