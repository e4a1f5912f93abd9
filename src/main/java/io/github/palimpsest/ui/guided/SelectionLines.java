package io.github.palimpsest.ui.guided;

import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Macro lines that make a selection again, of the same pixels. One of several parts or with holes
 * is made part by part, each added to those before or taken away from them.
 */
final class SelectionLines {
  private static final int ON = 255;

  private SelectionLines() {}

  static List<String> of(Roi roi) {
    var b = roi.getFloatBounds();
    if (roi.getType() == Roi.RECTANGLE && roi.getCornerDiameter() == 0) {
      return List.of(box("makeRectangle", b.x, b.y, b.width, b.height));
    }
    if (roi instanceof OvalRoi && roi.getType() == Roi.OVAL) {
      return List.of(box("makeOval", b.x, b.y, b.width, b.height));
    }
    String kind =
        switch (roi.getType()) {
          case Roi.POLYGON -> "polygon";
          case Roi.FREEROI -> "freehand";
          case Roi.TRACED_ROI -> "traced";
          default -> null;
        };
    if (kind != null) {
      return List.of(polygon(kind, roi.getFloatPolygon()));
    }
    return roi.isArea()
        ? parts(roi)
        : List.of("// select what was repainted: " + roi.getTypeAsString() + " " + roi.getBounds());
  }

  /** One whose outline runs anywhere, or of several parts: along the edges of its pixels. */
  private static List<String> parts(Roi roi) {
    Rectangle r = roi.getBounds();
    ImageProcessor mask = roi.getMask();
    ByteProcessor pixels = new ByteProcessor(r.width, r.height);
    for (int i = 0; i < r.width * r.height; i++) {
      pixels.set(i, mask == null || mask.get(i) != 0 ? ON : 0);
    }
    pixels.setThreshold(ON, ON, ImageProcessor.NO_LUT_UPDATE);
    Roi traced = new ThresholdToSelection().convert(pixels);
    if (traced == null) {
      return List.of("run(\"Select None\");");
    }
    Rectangle t = traced.getBounds();
    traced.setLocation(r.x + t.x, r.y + t.y);
    if (!(traced instanceof ShapeRoi shape)) {
      return of(traced);
    }
    List<Polygon> outlines = new ArrayList<>();
    for (Roi part : shape.getRois()) {
      outlines.add(part.getPolygon());
    }
    // what lies in another one is smaller
    outlines.sort(Comparator.comparingLong(SelectionLines::area).reversed());
    List<String> lines = new ArrayList<>();
    for (Polygon outline : outlines) {
      if (!lines.isEmpty()) {
        lines.add("setKeyDown(\"" + (hole(outline, outlines) ? "alt" : "shift") + "\");");
      }
      // the keys act on polygons
      lines.add(polygon("polygon", floats(outline)));
    }
    lines.add("setKeyDown(\"none\");");
    return lines;
  }

  /** Whether an outline lies in an odd number of others. */
  private static boolean hole(Polygon outline, List<Polygon> all) {
    double[] inner = inner(outline);
    return all.stream().filter(o -> o != outline && o.contains(inner[0], inner[1])).count() % 2
        == 1;
  }

  /** The centre of a pixel in an outline along pixels' edges. */
  private static double[] inner(Polygon outline) {
    Rectangle r = outline.getBounds();
    for (int y = r.y; y < r.y + r.height; y++) {
      for (int x = r.x; x < r.x + r.width; x++) {
        if (outline.contains(x + 0.5, y + 0.5)) {
          return new double[] {x + 0.5, y + 0.5};
        }
      }
    }
    throw new IllegalStateException("an outline without a pixel");
  }

  private static long area(Polygon p) {
    long twice = 0;
    for (int i = 0, j = p.npoints - 1; i < p.npoints; j = i++) {
      twice += (long) p.xpoints[j] * p.ypoints[i] - (long) p.xpoints[i] * p.ypoints[j];
    }
    return Math.abs(twice);
  }

  private static FloatPolygon floats(Polygon p) {
    float[] xs = new float[p.npoints];
    float[] ys = new float[p.npoints];
    for (int i = 0; i < p.npoints; i++) {
      xs[i] = p.xpoints[i];
      ys[i] = p.ypoints[i];
    }
    return new FloatPolygon(xs, ys);
  }

  private static String box(String name, double x, double y, double w, double h) {
    return String.format(
        Locale.ROOT, "%s(%s, %s, %s, %s);", name, plain(x), plain(y), plain(w), plain(h));
  }

  private static String polygon(String kind, FloatPolygon p) {
    return "makeSelection(\""
        + kind
        + "\", newArray("
        + list(p.xpoints, p.npoints)
        + "), newArray("
        + list(p.ypoints, p.npoints)
        + "));";
  }

  private static String list(float[] values, int n) {
    StringJoiner all = new StringJoiner(", ");
    for (int i = 0; i < n; i++) {
      all.add(plain(values[i]));
    }
    return all.toString();
  }

  private static String plain(double d) {
    return d == Math.rint(d) ? Long.toString((long) d) : Double.toString(d);
  }
}
