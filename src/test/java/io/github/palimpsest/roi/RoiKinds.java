package io.github.palimpsest.roi;

import ij.gui.Arrow;
import ij.gui.EllipseRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import java.awt.geom.Ellipse2D;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** One ROI of every kind that ImageJ draws, somewhere about a canvas, partly outside at times. */
public final class RoiKinds {
  private RoiKinds() {}

  /** ROIs by name, placed by {@code random}. */
  public static Map<String, Roi> about(int w, int h, Random random) {
    double x = random.nextInt(w);
    double y = random.nextInt(h);
    double a = 3 + random.nextInt(Math.max(1, w / 2));
    double b = 3 + random.nextInt(Math.max(1, h / 2));
    float[] px = new float[6];
    float[] py = new float[6];
    for (int i = 0; i < 6; i++) {
      px[i] = (float) (x + random.nextDouble() * a);
      py[i] = (float) (y + random.nextDouble() * b);
    }
    Map<String, Roi> rois = new LinkedHashMap<>();
    rois.put("rectangle", new Roi((int) x, (int) y, (int) a, (int) b));
    Roi rounded = new Roi((int) x, (int) y, (int) a, (int) b);
    rounded.setCornerDiameter(6);
    rois.put("rounded", rounded);
    rois.put("subpixel rectangle", new Roi(x + 0.4, y + 0.7, a + 0.3, b + 0.1));
    rois.put("oval", new OvalRoi(x, y, a, b));
    rois.put("ellipse", new EllipseRoi(x, y, x + a, y + b, 0.4));
    rois.put("rotated", new RotatedRectRoi(x, y, x + a, y + b, 5));
    rois.put("polygon", new PolygonRoi(px, py, Roi.POLYGON));
    rois.put("freehand", new PolygonRoi(px, py, Roi.FREEROI));
    rois.put("traced", new PolygonRoi(px, py, Roi.TRACED_ROI));
    ShapeRoi ring =
        new ShapeRoi(new OvalRoi(x, y, a, b)).not(new ShapeRoi(new OvalRoi(x + 1, y + 1, 2, 2)));
    rois.put("composite", ring);
    rois.put("shape", new ShapeRoi(new Ellipse2D.Double(x + 0.5, y, a, b)));
    rois.put("line", new Line(x, y, x + a, y + b));
    Line wide = new Line(x + 0.3, y, x + a, y + b + 0.6);
    wide.setStrokeWidth(4);
    rois.put("wide line", wide);
    PolygonRoi polyline = new PolygonRoi(px, py, Roi.POLYLINE);
    rois.put("polyline", polyline);
    PolygonRoi thick = new PolygonRoi(px, py, Roi.POLYLINE);
    thick.setStrokeWidth(3);
    rois.put("thick polyline", thick);
    rois.put("freehand line", new PolygonRoi(px, py, Roi.FREELINE));
    PolygonRoi spline = new PolygonRoi(px.clone(), py.clone(), Roi.POLYLINE);
    spline.fitSpline();
    rois.put("spline", spline);
    Arrow arrow = new Arrow(x, y, x + a, y + b);
    arrow.setHeadSize(6);
    rois.put("arrow", arrow);
    rois.put(
        "angle",
        new PolygonRoi(
            new float[] {px[0], px[1], px[2]}, new float[] {py[0], py[1], py[2]}, 3, Roi.ANGLE));
    rois.put("point", new PointRoi((int) x, (int) y));
    rois.put("points", new PointRoi(px, py, 6));
    rois.put("text", new TextRoi((int) x, (int) y, "ab"));
    return rois;
  }
}
