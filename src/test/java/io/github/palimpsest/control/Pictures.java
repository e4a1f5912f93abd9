package io.github.palimpsest.control;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;

/** Synthetic images and short ways to their maps. */
final class Pictures {
  private Pictures() {}

  static ImagePlus of(String type, int width, int height, DoubleBinaryOperator value) {
    FloatProcessor ip = new FloatProcessor(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        ip.setf(x, y, (float) value.applyAsDouble(x, y));
      }
    }
    ImagePlus imp = new ImagePlus("cells.tif", ip);
    switch (type) {
      case "8-bit" -> imp.setProcessor(ip.convertToByte(false));
      case "16-bit" -> imp.setProcessor(ip.convertToShort(false));
      case "RGB" -> imp.setProcessor(ip.convertToByte(false).convertToRGB());
      default -> {}
    }
    return imp;
  }

  /** A bright disc of radius {@code r} about the centre. */
  static ImagePlus disc(String type, int side, double r) {
    double c = (side - 1) / 2.0;
    return of(type, side, side, (x, y) -> Math.hypot(x - c, y - c) <= r ? 200 : 20);
  }

  /** Smooth structure and noise. */
  static ImagePlus texture(int width, int height, long seed) {
    Random random = new Random(seed);
    return of(
        "32-bit",
        width,
        height,
        (x, y) -> Math.sin(x / 5.0) * Math.cos(y / 7.0) + 0.25 * random.nextGaussian());
  }

  static ImagePlus labels(int width, int height, int[][] rectangles) {
    ByteProcessor ip = new ByteProcessor(width, height);
    for (int i = 0; i < rectangles.length; i++) {
      int[] r = rectangles[i];
      ip.setColor(i + 1);
      ip.fill(new ij.gui.Roi(r[0], r[1], r[2], r[3]));
    }
    return new ImagePlus("labels", ip);
  }

  static float[][] map(ImagePlus imp, String kind, Object... keysAndValues) {
    return map(imp, kind, new Rectangle(imp.getWidth(), imp.getHeight()), keysAndValues);
  }

  static float[][] map(ImagePlus imp, String kind, Rectangle r, Object... keysAndValues) {
    MapSettings settings = MapSettings.of(Request.of(keysAndValues));
    return ControlKinds.find(kind).orElseThrow().map(new MapSource(imp, 1, settings), r);
  }
}
