package io.github.palimpsest.roi;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.SampleType;
import java.awt.Rectangle;
import java.util.function.Consumer;

/**
 * Reads one mask image, plane by plane: 8-bit value / 255, 32-bit 0–1, 16-bit labels above 0, and
 * what {@link MaskValues} makes of values that cannot be meant so; of RGB {@link RgbMask}. Look-up
 * tables of ImageJ, inverting ones included, do not act.
 */
final class MaskImageReader {
  private final String key;
  private final ImagePlus imp;
  private final ImagePlus mask;
  private final RoiGroups groups;
  private final Consumer<String> said;
  private MaskValues values;

  /**
   * @param key whose value names the mask, for sentences
   * @param imp the image to be repainted
   * @param groups which values count; all by default
   * @param said told what the user should know of the values
   */
  MaskImageReader(
      String key, ImagePlus imp, ImagePlus mask, RoiGroups groups, Consumer<String> said) {
    this.key = key;
    this.imp = imp;
    this.mask = mask;
    this.groups = groups;
    this.said = said;
  }

  /**
   * The mask of a plane of the image.
   *
   * @param position one-based stack position in the image
   * @throws EmptyMask if it is 0 everywhere
   * @throws BadInput for another size, values that say nothing, or another number of planes
   */
  Mask read(int position) {
    Plane plane = Plane.of(mask, PlanePositions.matching(key, mask, imp, position));
    Rectangle place = place();
    float[] weights = weights(plane);
    Rectangle canvas = new Rectangle(imp.getWidth(), imp.getHeight());
    Rectangle box = place.intersection(canvas);
    if (box.isEmpty()) {
      throw BadInput.of("The selection of '%s' lies outside the image.", imp.getTitle());
    }
    float[] w = new float[box.width * box.height];
    for (int y = 0; y < box.height; y++) {
      int from = (box.y - place.y + y) * place.width + box.x - place.x;
      System.arraycopy(weights, from, w, y * box.width, box.width);
    }
    Mask read = new Mask(canvas.width, canvas.height, box, w);
    if (read.isEmpty()) {
      throw EmptyMask.saying(
          "%s ('%s') is zero everywhere%s, so nothing of '%s' would be repainted: %s.",
          key,
          mask.getTitle(),
          mask.getStackSize() > 1 ? " in plane " + plane.position() : "",
          imp.getTitle(),
          remedy(plane.type()));
    }
    return read;
  }

  private String remedy(SampleType type) {
    if (!groups.all()) {
      return "choose other groups than " + groups;
    }
    return type == SampleType.RGB
        ? "paint that part white, for RGB counts above half of white"
        : "give that part the value " + (type == SampleType.UINT8 ? "255" : "1");
  }

  private float[] weights(Plane plane) {
    if (plane.type() == SampleType.RGB) {
      if (!groups.all()) {
        throw BadInput.of(
            "groups (%s) cannot choose colours of '%s': convert it to a label image, or leave"
                + " groups empty.",
            groups, mask.getTitle());
      }
      return RgbMask.weights(mask, plane);
    }
    if (values == null) {
      values = MaskValues.of(key, mask, groups);
      values.doubts().forEach(said);
    }
    return values.weights(plane);
  }

  private Rectangle place() {
    int w = mask.getWidth();
    int h = mask.getHeight();
    if (w == imp.getWidth() && h == imp.getHeight()) {
      return new Rectangle(w, h);
    }
    if (imp instanceof ExpandedImage expanded
        && w == expanded.place().width
        && h == expanded.place().height) {
      return expanded.place();
    }
    Roi roi = imp.getRoi();
    Rectangle r = roi == null ? null : roi.getBounds();
    if (r != null && r.width == w && r.height == h) {
      return r;
    }
    throw BadInput.of(
        "%s ('%s', %d x %d) must have the size of '%s' (%d x %d)%s: scale or crop it.",
        key,
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
