package io.github.palimpsest.large;

import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.composite.Seam;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;

/** What is told of pieces together: pixels, time, and the score of their seams. */
final class PlaneScore {
  private static final double DIGITS = 1e4;

  private final Seam seam = new Seam();
  private long masked;
  private double seconds;

  /**
   * Adds a piece.
   *
   * @param before the image without the piece
   * @param range of the plane
   * @param pixels that it repaints
   */
  void add(LargeView before, IntensityRange range, long pixels, PatchFile.Patch patch) {
    masked += pixels;
    seconds += patch.seconds();
    PlaneEdit edit = patch.edit();
    Plane plane = Plane.of(before.image(), edit.position());
    Rectangle canvas = new Rectangle(plane.width(), plane.height());
    Rectangle around = new Rectangle(edit.rectangle());
    around.grow(Seam.RING + 1, Seam.RING + 1);
    around = around.intersection(canvas);
    Mask mask = new Mask(canvas.width, canvas.height, edit.rectangle(), edit.mask());
    float[] inside = mask.crop(around);
    float[] ring = mask.grow(Seam.RING).crop(around);
    float[][] values = plane.read(around);
    for (int i = 0; i < ring.length; i++) {
      if (inside[i] > 0) {
        ring[i] = 0;
        int x = around.x + i % around.width - edit.rectangle().x;
        int y = around.y + i / around.width - edit.rectangle().y;
        for (int c = 0; c < values.length; c++) {
          values[c][i] = edit.values()[c][y * edit.rectangle().width + x];
        }
      }
    }
    seam.add(values, inside, ring, around.width, around.height, range.max() - range.min());
  }

  /** How many pixels are repainted. */
  long masked() {
    return masked;
  }

  /** The score, in four digits; NaN without a border. */
  double seam() {
    double score = seam.score();
    return Double.isNaN(score) ? score : Math.round(score * DIGITS) / DIGITS;
  }

  /** The row of the report. */
  ItemReport row(String name) {
    return new ItemReport(name, ItemReport.Status.DONE, "", seconds, masked, seam());
  }
}
