package io.github.palimpsest.roi;

import ij.gui.Arrow;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Arrays;

/**
 * The pixels that belong to a ROI, as ImageJ's own {@code createRoiMask()}: the mask of areas (and
 * of angles, a triangle), the pixels drawn for lines (stroke width, at least 1), and for points the
 * pixel itself, or a disc.
 *
 * <p>The disc of a point has the diameter of its marker from Medium on (5, 7, 11, 17 or 25 pixels)
 * or of its stroke width, whichever is larger; Tiny and Small, ImageJ's default, are one pixel.
 */
final class RoiRaster {
  private static final int[] DIAMETERS = {1, 1, 5, 7, 11, 17, 25};

  private RoiRaster() {}

  /** The ROI's pixels on a canvas at weight 1; empty if none lies on it. */
  static Mask of(Roi roi, int canvasWidth, int canvasHeight, int position) {
    Rectangle canvas = new Rectangle(canvasWidth, canvasHeight);
    return within(canvas, roi, canvasWidth, canvasHeight, position);
  }

  /** Those of its pixels that lie in a part of the canvas; memory follows the part. */
  static Mask within(Rectangle part, Roi roi, int canvasWidth, int canvasHeight, int position) {
    Rectangle canvas = new Rectangle(canvasWidth, canvasHeight);
    if (roi instanceof PointRoi points) {
      return points(points, canvas, part, position);
    }
    return roi.isLine() ? line(roi, canvas, part) : area(roi, canvas, part);
  }

  /** The ROI as a drawing: lines and points as {@link #of}, areas as their outline. */
  static Mask outline(Roi roi, int canvasWidth, int canvasHeight, int position) {
    if (roi instanceof PointRoi || roi.isLine()) {
      return of(roi, canvasWidth, canvasHeight, position);
    }
    Rectangle canvas = new Rectangle(canvasWidth, canvasHeight);
    Rectangle box = roi.getBounds();
    int margin = (int) Math.ceil(roi.getStrokeWidth()) + 2;
    box.grow(margin, margin);
    box = box.intersection(canvas);
    if (box.isEmpty()) {
      return empty(canvas);
    }
    DrawnPixels pen = new DrawnPixels(canvas, box);
    roi.drawPixels(pen);
    return new Mask(canvasWidth, canvasHeight, box, pen.weights());
  }

  private static Mask area(Roi roi, Rectangle canvas, Rectangle part) {
    Rectangle bounds = roi.getBounds();
    Rectangle box = bounds.intersection(part);
    if (box.isEmpty()) {
      return empty(canvas);
    }
    float[] w = new float[box.width * box.height];
    ImageProcessor inside = roi.getMask();
    if (inside == null) {
      Arrays.fill(w, 1);
    } else {
      for (int y = 0, i = 0; y < box.height; y++) {
        for (int x = 0; x < box.width; x++, i++) {
          w[i] = inside.get(box.x - bounds.x + x, box.y - bounds.y + y) != 0 ? 1 : 0;
        }
      }
    }
    return new Mask(canvas.width, canvas.height, box, w);
  }

  private static Mask line(Roi roi, Rectangle canvas, Rectangle part) {
    int margin = (int) Math.ceil(roi.getStrokeWidth()) + 2;
    if (roi instanceof Arrow arrow) {
      margin += (int) Math.ceil(4 * arrow.getHeadSize() + 4 * arrow.getStrokeWidth());
    }
    Rectangle box = roi.getBounds();
    // bounds of a straight line may be one pixel wide or none
    box.grow(margin, margin);
    box = box.intersection(part);
    if (box.isEmpty()) {
      return empty(canvas);
    }
    DrawnPixels pen = new DrawnPixels(canvas, box);
    pen.fill(roi);
    return new Mask(canvas.width, canvas.height, box, pen.weights());
  }

  private static Mask points(PointRoi points, Rectangle canvas, Rectangle part, int position) {
    double diameter = Math.max(points.getStrokeWidth(), DIAMETERS[points.getSize()]);
    int reach = (int) (diameter / 2);
    Rectangle bounds = points.getBounds();
    Rectangle box = new Rectangle(bounds);
    box.grow(reach + 1, reach + 1);
    box = box.intersection(part);
    if (box.isEmpty()) {
      return empty(canvas);
    }
    float[] w = new float[box.width * box.height];
    FloatPolygon at = points.getFloatPolygon();
    for (int i = 0; i < at.npoints; i++) {
      int plane = points.getPointPosition(i);
      if (plane == 0 || plane == position) {
        // rounded relative to the bounds, as PointRoi.getMask() does
        int px = bounds.x + Math.round(at.xpoints[i] - bounds.x);
        int py = bounds.y + Math.round(at.ypoints[i] - bounds.y);
        disc(w, box, px, py, reach, diameter * diameter / 4);
      }
    }
    return new Mask(canvas.width, canvas.height, box, w);
  }

  private static void disc(float[] w, Rectangle box, int px, int py, int reach, double squared) {
    for (int y = py - reach; y <= py + reach; y++) {
      for (int x = px - reach; x <= px + reach; x++) {
        double d = (x - px) * (x - px) + (y - py) * (y - py);
        if (d <= squared && box.contains(x, y)) {
          w[(y - box.y) * box.width + x - box.x] = 1;
        }
      }
    }
  }

  private static Mask empty(Rectangle canvas) {
    return new Mask(canvas.width, canvas.height, new Rectangle(), new float[0]);
  }
}
