package io.github.palimpsest.ui.repaint;

import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;

/**
 * A selection that is painted: pixels are added and taken away, and its outline runs along the
 * pixels' edges, so that everything in ImageJ that reads a selection sees just these pixels. A
 * pixel counts as touched where its centre is. For one thread.
 */
final class PaintedMask {
  private static final int ON = 255;

  private final int width;
  private final int height;
  private final byte[] pixels;

  /** Holds all that is set; null for nothing. */
  private Rectangle bounds;

  /**
   * The pixels of a selection.
   *
   * @param start any area selection, or null; other kinds count as none
   */
  PaintedMask(int width, int height, Roi start) {
    this.width = width;
    this.height = height;
    pixels = new byte[width * height];
    if (start != null && start.isArea()) {
      fill(start, false);
    }
  }

  /** Adds the pixels of an area selection, or takes them away. */
  void fill(Roi area, boolean erase) {
    Rectangle r = area.getBounds();
    ImageProcessor mask = area.getMask();
    Rectangle inside = r.intersection(new Rectangle(width, height));
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        if (mask == null || mask.get(x - r.x, y - r.y) != 0) {
          pixels[y * width + x] = (byte) (erase ? 0 : ON);
        }
      }
    }
    grow(inside, erase);
  }

  /**
   * Moves a round brush along a line.
   *
   * @param diameter in pixels
   */
  void stroke(double x0, double y0, double x1, double y1, double diameter, boolean erase) {
    double radius = diameter / 2;
    int left = (int) Math.floor(Math.min(x0, x1) - radius);
    int top = (int) Math.floor(Math.min(y0, y1) - radius);
    int right = (int) Math.ceil(Math.max(x0, x1) + radius);
    int bottom = (int) Math.ceil(Math.max(y0, y1) + radius);
    Rectangle inside =
        new Rectangle(left, top, right - left + 1, bottom - top + 1)
            .intersection(new Rectangle(width, height));
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        if (distance(x + 0.5, y + 0.5, x0, y0, x1, y1) <= radius) {
          pixels[y * width + x] = (byte) (erase ? 0 : ON);
        }
      }
    }
    grow(inside, erase);
  }

  /** From a point to a line between two others. */
  private static double distance(double x, double y, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length = dx * dx + dy * dy;
    double along = length == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length;
    double t = Math.max(0, Math.min(1, along));
    return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
  }

  private void grow(Rectangle touched, boolean erase) {
    if (!erase && !touched.isEmpty()) {
      bounds = bounds == null ? touched : bounds.union(touched);
    }
  }

  /** The selection, of one part or several, perhaps with holes; null if no pixel is left. */
  Roi roi() {
    if (bounds == null) {
      return null;
    }
    byte[] part = new byte[bounds.width * bounds.height];
    boolean any = false;
    for (int y = 0; y < bounds.height; y++) {
      int from = (bounds.y + y) * width + bounds.x;
      System.arraycopy(pixels, from, part, y * bounds.width, bounds.width);
      for (int x = 0; x < bounds.width; x++) {
        any |= pixels[from + x] != 0;
      }
    }
    if (!any) {
      return null;
    }
    ByteProcessor mask = new ByteProcessor(bounds.width, bounds.height, part);
    mask.setThreshold(ON, ON, ImageProcessor.NO_LUT_UPDATE);
    Roi roi = new ThresholdToSelection().convert(mask);
    Rectangle r = roi.getBounds();
    roi.setLocation(bounds.x + r.x, bounds.y + r.y);
    return roi;
  }
}
