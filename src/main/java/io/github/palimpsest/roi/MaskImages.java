package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneAccess;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import java.awt.Rectangle;

/**
 * Reads mask images: 8-bit value / 255, 32-bit 0–1, 16-bit labels above 0 (of signed images: of the
 * signed values). Look-up tables, inverting ones included, do not act.
 */
final class MaskImages {
  private MaskImages() {}

  /**
   * The mask that {@code mask} holds for a plane of {@code imp}.
   *
   * @throws BadInput for RGB, another size, values beyond 0–1, or another number of planes
   */
  static Mask read(ImagePlus imp, ImagePlus mask, int position) {
    String title = mask.getTitle();
    PlaneAccess plane = PlaneAccess.of(mask, Planes.matching("mask", mask, imp, position));
    if (plane.type() == SampleType.RGB) {
      throw BadInput.of(
          "mask ('%s') must be an 8-bit, 16-bit or 32-bit image: convert it with Image > Type.",
          title);
    }
    Rectangle place = place(imp, mask);
    float[] values = Units.signed(mask, plane.read()[0]);
    for (int i = 0; i < values.length; i++) {
      values[i] = weight(plane.type(), values[i], title);
    }
    Rectangle canvas = new Rectangle(imp.getWidth(), imp.getHeight());
    Rectangle box = place.intersection(canvas);
    if (box.isEmpty()) {
      throw BadInput.of("The selection of '%s' lies outside the image.", imp.getTitle());
    }
    float[] w = new float[box.width * box.height];
    for (int y = 0; y < box.height; y++) {
      int from = (box.y - place.y + y) * place.width + box.x - place.x;
      System.arraycopy(values, from, w, y * box.width, box.width);
    }
    return new Mask(canvas.width, canvas.height, box, w);
  }

  private static float weight(SampleType type, float v, String title) {
    switch (type) {
      case UINT8:
        return v / 255;
      case UINT16:
        return v > 0 ? 1 : 0;
      default:
        if (!(v >= 0 && v <= 1)) {
          throw BadInput.of(
              "mask ('%s') holds the value %s, but a 32-bit mask must hold 0 to 1: divide it, or"
                  + " convert it to 8-bit.",
              title, v);
        }
        return v;
    }
  }

  private static Rectangle place(ImagePlus imp, ImagePlus mask) {
    int w = mask.getWidth();
    int h = mask.getHeight();
    if (w == imp.getWidth() && h == imp.getHeight()) {
      return new Rectangle(w, h);
    }
    Roi roi = imp.getRoi();
    Rectangle r = roi == null ? null : roi.getBounds();
    if (r != null && r.width == w && r.height == h) {
      return r;
    }
    throw BadInput.of(
        "mask ('%s', %d x %d) must have the size of '%s' (%d x %d)%s.",
        mask.getTitle(),
        w,
        h,
        imp.getTitle(),
        imp.getWidth(),
        imp.getHeight(),
        r == null
            ? " or of a selection on it"
            : String.format(" or of its selection (%d x %d)", r.width, r.height));
  }
}
