package io.github.palimpsest.record;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;

/**
 * A mask as recorded.
 *
 * @param bounds its bounding box on the recorded canvas
 * @param weights 0 keep … 1 repaint, over {@code bounds}, row by row
 */
public record MaskRecord(Rectangle bounds, FloatText weights) {
  /** The record of a mask. */
  public static MaskRecord of(Mask mask) {
    return new MaskRecord(mask.bounds(), FloatText.of(mask.weights()));
  }

  static MaskRecord read(RecordFields fields) {
    return new MaskRecord(fields.box("bounds"), fields.floats("weights"));
  }

  /**
   * The mask on a plane; parts beyond the plane are left out.
   *
   * @param width of the plane
   * @param height of the plane
   * @param dx where the recorded canvas lies on the plane
   * @param dy likewise
   * @throws BadInput if the weights are damaged
   */
  public Mask on(int width, int height, int dx, int dy) {
    Rectangle all = new Rectangle(bounds);
    all.translate(dx, dy);
    Rectangle inside = all.intersection(new Rectangle(width, height));
    if (inside.isEmpty()) {
      return new Mask(width, height, new Rectangle(), new float[0]);
    }
    float[] kept = weights.part(all, inside);
    for (float w : kept) {
      if (!(w >= 0 && w <= 1)) {
        throw weights.damaged();
      }
    }
    return new Mask(width, height, inside, kept);
  }
}
