package io.github.palimpsest.inpaint;

import io.github.palimpsest.composite.Seam;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.List;

/** Seam scores of finished samples; to be taken before anything is written. */
public final class Seams {
  private static final double DIGITS = 1e4;

  private Seams() {}

  /** The score of one sample over all its planes; NaN where there is no border. */
  public static double of(List<PlaneInput> inputs, List<PlaneEdit> edits) {
    Seam seam = new Seam();
    for (int i = 0; i < inputs.size(); i++) {
      PlaneInput target = inputs.get(i);
      if (!target.blank()) {
        add(seam, target, edits.get(i));
      }
    }
    double score = seam.score();
    return Double.isNaN(score) ? score : Math.round(score * DIGITS) / DIGITS;
  }

  private static void add(Seam seam, PlaneInput target, PlaneEdit edit) {
    Mask mask = target.mask();
    Rectangle around = mask.bounds();
    around.grow(Seam.RING + 1, Seam.RING + 1);
    around = around.intersection(new Rectangle(target.plane().width(), target.plane().height()));
    float[][] values = target.plane().read(around);
    Rectangle r = edit.rectangle();
    for (int c = 0; c < values.length; c++) {
      for (int i = 0; i < edit.mask().length; i++) {
        if (edit.mask()[i] > 0) {
          int x = r.x - around.x + i % r.width;
          int y = r.y - around.y + i / r.width;
          values[c][y * around.width + x] = edit.values()[c][i];
        }
      }
    }
    float[] inside = mask.crop(around);
    float[] ring = mask.grow(Seam.RING).crop(around);
    for (int i = 0; i < ring.length; i++) {
      ring[i] = inside[i] > 0 ? 0 : ring[i];
    }
    double unit = target.range().max() - target.range().min();
    seam.add(values, inside, ring, around.width, around.height, unit);
  }
}
