package io.github.palimpsest.large;

import io.github.palimpsest.image.Plane;
import io.github.palimpsest.inpaint.piece.PieceMask;
import io.github.palimpsest.roi.MaskScale;
import java.awt.Rectangle;
import java.util.List;

/** One plane of a large mask: what is read of it is what is asked for and marked. */
final class LargePieceMask implements PieceMask {
  private final LargeImage mask;
  private final Plane plane;
  private final MarkedCells cells;
  private final MaskScale scale;

  /**
   * @param position one-based, of the mask's plane
   */
  LargePieceMask(LargeImage mask, int position, MaskScan scan) {
    this.mask = mask;
    plane = Plane.of(mask.plane(position).pixels());
    cells = scan.planes().get(position - 1);
    scale = scan.scale();
  }

  @Override
  public int width() {
    return cells.width();
  }

  @Override
  public int height() {
    return cells.height();
  }

  @Override
  public float[] read(Rectangle r) {
    if (!cells.any(r)) {
      return new float[r.width * r.height];
    }
    float[] values = LargeMask.values(mask, plane, r);
    for (int i = 0; i < values.length; i++) {
      values[i] = scale.weight(values[i]);
    }
    return values;
  }

  @Override
  public List<Rectangle> marked() {
    return cells.rectangles();
  }
}
