package io.github.palimpsest.ui.repaint;

import ij.ImagePlus;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/**
 * Draws around a part, in place of the selection, added to it or taken away. A line too short to
 * hold a pixel takes the selection away, as a click does with ImageJ's own tools; not so when
 * adding or taking away.
 */
final class LassoGesture implements Gesture {
  private final ImagePlus image;
  private final Roi before;
  private final boolean erase;
  private final Polygon line = new Polygon();

  /**
   * @param add to the selection
   * @param erase from the selection
   */
  LassoGesture(ImagePlus image, boolean add, boolean erase) {
    this.image = image;
    Roi roi = image.getRoi();
    before = (add || erase) && roi != null && roi.isArea() ? roi : null;
    this.erase = erase;
  }

  @Override
  public ImagePlus image() {
    return image;
  }

  @Override
  public void begin(double x, double y) {
    add(x, y);
  }

  @Override
  public void move(double x, double y) {
    if (add(x, y)) {
      image.setRoi(seen());
    }
  }

  private boolean add(double x, double y) {
    // corners of pixels, as ImageJ's own lasso
    int px = (int) Math.max(0, Math.min(image.getWidth(), Math.rint(x)));
    int py = (int) Math.max(0, Math.min(image.getHeight(), Math.rint(y)));
    int last = line.npoints - 1;
    boolean fresh = last < 0 || line.xpoints[last] != px || line.ypoints[last] != py;
    if (fresh) {
      line.addPoint(px, py);
    }
    return fresh;
  }

  /** The line drawn so far, beside the selection that it changes. */
  private Roi seen() {
    Path2D path = new Path2D.Double();
    if (before != null) {
      ShapeRoi old = new ShapeRoi(before);
      Rectangle r = old.getBounds();
      path.append(
          AffineTransform.getTranslateInstance(r.x, r.y).createTransformedShape(old.getShape()),
          false);
    }
    path.moveTo(line.xpoints[0], line.ypoints[0]);
    for (int i = 1; i < line.npoints; i++) {
      path.lineTo(line.xpoints[i], line.ypoints[i]);
    }
    return new ShapeRoi(path);
  }

  @Override
  public void end() {
    Roi drawn = line.npoints < 3 ? null : new PolygonRoi(line, Roi.FREEROI);
    PaintedMask mask = new PaintedMask(image.getWidth(), image.getHeight(), null);
    if (drawn != null) {
      mask.fill(drawn, false);
    }
    if (mask.roi() == null) {
      drawn = null;
    }
    if (before == null && !erase) {
      image.setRoi(drawn);
    } else if (before != null) {
      PaintedMask sum = new PaintedMask(image.getWidth(), image.getHeight(), before);
      if (drawn != null) {
        sum.fill(drawn, erase);
      }
      image.setRoi(drawn == null ? before : sum.roi());
    } else {
      image.deleteRoi();
    }
  }
}
