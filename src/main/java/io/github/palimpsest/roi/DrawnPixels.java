package io.github.palimpsest.roi;

import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;

/**
 * A canvas of any size that keeps only the pixels drawn within a box. ImageJ's line drawing rounds
 * in canvas coordinates, so drawing a shifted copy of a line on a small canvas would miss pixels.
 */
final class DrawnPixels extends ByteProcessor {
  private final Rectangle box;
  private final float[] weights;

  DrawnPixels(Rectangle canvas, Rectangle box) {
    super(canvas.width, canvas.height, null, null);
    this.box = box;
    this.weights = new float[box.width * box.height];
  }

  /** 1 where something was drawn, [box.height · box.width]. */
  float[] weights() {
    return weights;
  }

  @Override
  public void drawPixel(int x, int y) {
    if (box.contains(x, y)) {
      weights[(y - box.y) * box.width + x - box.x] = 1;
    }
  }

  @Override
  public void fill(ImageProcessor mask) {
    Rectangle roi = getRoi();
    for (int y = 0; y < roi.height; y++) {
      for (int x = 0; x < roi.width; x++) {
        if (mask == null || mask.get(x, y) != 0) {
          drawPixel(roi.x + x, roi.y + y);
        }
      }
    }
  }
}
