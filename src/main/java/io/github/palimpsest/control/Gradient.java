package io.github.palimpsest.control;

import java.awt.Rectangle;

/**
 * The gradient of a smoothed plane, scaled so that its magnitude on an ideal step edge is the
 * height of the step, whatever the smoothing.
 *
 * <p>Central differences of Gaussian-smoothed values, each divided by the largest response of a
 * unit step, (k0 + k1) / 2 with the kernel's first two weights.
 */
final class Gradient {
  final Rectangle area;
  final double[] x;
  final double[] y;

  /** √(x² + y²), rounded to float so that ties stay ties; 0 where something is unknown. */
  final float[] magnitude;

  Gradient(Smoother.Field field, Smoother smoother, Rectangle area) {
    this.area = area;
    Rectangle plane = field.bounds();
    Rectangle outer = new Rectangle(area);
    outer.grow(1, 1);
    outer = outer.intersection(plane);
    double[] v = smoother.smooth(field, outer);
    x = new double[area.width * area.height];
    y = new double[x.length];
    magnitude = new float[x.length];
    double scaleX = scale(smoother.kernelX());
    double scaleY = scale(smoother.kernelY());
    for (int row = 0, i = 0; row < area.height; row++) {
      int at = area.y + row;
      int above = Math.max(plane.y, at - 1) - outer.y;
      int below = Math.min(plane.y + plane.height - 1, at + 1) - outer.y;
      for (int column = 0; column < area.width; column++, i++) {
        int from = area.x + column;
        int left = Math.max(plane.x, from - 1) - outer.x;
        int right = Math.min(plane.x + plane.width - 1, from + 1) - outer.x;
        int here = (at - outer.y) * outer.width;
        double dx = (v[here + right] - v[here + left]) / 2 * scaleX;
        double dy =
            (v[below * outer.width + from - outer.x] - v[above * outer.width + from - outer.x])
                / 2
                * scaleY;
        if (!Double.isNaN(dx + dy)) {
          x[i] = dx;
          y[i] = dy;
          magnitude[i] = (float) Math.sqrt(dx * dx + dy * dy);
        }
      }
    }
  }

  private static double scale(double[] kernel) {
    return 2 / (kernel[0] + (kernel.length > 1 ? kernel[1] : 0));
  }
}
