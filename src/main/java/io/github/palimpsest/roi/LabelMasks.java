package io.github.palimpsest.roi;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import java.awt.Rectangle;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of a label image: pixels of one value above 0 are one object. Values of 32-bit images
 * are rounded; NaN and infinities are background. Reads the whole plane.
 */
public final class LabelMasks {
  /** Boxes of many labels that each span the image mean intensities, not labels. */
  private static final long MOST_COVER = 64;

  private LabelMasks() {}

  /**
   * One mask a label, by label.
   *
   * @param position one-based stack position
   * @throws BadInput for RGB, for a plane without labels, and for one whose values scatter as
   *     intensities do
   */
  public static Map<Integer, Mask> of(ImagePlus imp, int position, RoiGroups groups) {
    Plane plane = Plane.of(imp, position);
    if (plane.type() == SampleType.RGB) {
      throw BadInput.of(
          "'%s' must be a label image of 8, 16 or 32 bits, not RGB: convert it with Image > Type.",
          imp.getTitle());
    }
    int width = plane.width();
    float[] values = Units.signed(imp, plane.read()[0]);
    Map<Integer, Rectangle> boxes = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      int label = label(values[i]);
      if (label > 0 && groups.contains(label)) {
        Rectangle box = boxes.get(label);
        if (box == null) {
          boxes.put(label, new Rectangle(i % width, i / width, 1, 1));
        } else {
          box.add(new Rectangle(i % width, i / width, 1, 1));
        }
      }
    }
    check(imp, boxes, values.length);
    Map<Integer, Mask> masks = new TreeMap<>();
    boxes.forEach((label, box) -> masks.put(label, mask(plane, values, label, box)));
    return masks;
  }

  private static void check(ImagePlus imp, Map<Integer, Rectangle> boxes, int pixels) {
    if (boxes.isEmpty()) {
      throw EmptyMask.saying(
          "'%s' must be a label image with labels above 0 (of the groups asked for), and has none:"
              + " choose another image or other groups.",
          imp.getTitle());
    }
    long cover = 0;
    for (Rectangle box : boxes.values()) {
      cover += (long) box.width * box.height;
    }
    if (cover > MOST_COVER * pixels) {
      throw BadInput.of(
          "'%s' must be a label image, but its %d values lie all over it as intensities do; label"
              + " it first, or use ROIs.",
          imp.getTitle(), boxes.size());
    }
  }

  private static Mask mask(Plane plane, float[] values, int label, Rectangle box) {
    float[] w = new float[box.width * box.height];
    for (int y = 0, o = 0; y < box.height; y++) {
      int i = (box.y + y) * plane.width() + box.x;
      for (int x = 0; x < box.width; x++, i++, o++) {
        w[o] = label(values[i]) == label ? 1 : 0;
      }
    }
    return new Mask(plane.width(), plane.height(), box, w);
  }

  private static int label(float value) {
    return Float.isFinite(value) ? Math.round(value) : 0;
  }
}
