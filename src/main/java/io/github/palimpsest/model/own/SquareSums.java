package io.github.palimpsest.model.own;

import java.awt.Rectangle;

/** Sums of values over squares of cells, in constant time each. Immutable. */
final class SquareSums {
  private final Rectangle area;
  private final double[] sums;

  /**
   * @param area the part that squares may reach, within {@code width} columns
   * @param values one for each cell; not finite counts as 0
   */
  SquareSums(Rectangle area, int width, CellValue values) {
    this.area = area;
    int stride = area.width + 1;
    sums = new double[stride * (area.height + 1)];
    for (int y = 0; y < area.height; y++) {
      double row = 0;
      for (int x = 0; x < area.width; x++) {
        row += values.at((area.y + y) * width + area.x + x);
        sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
      }
    }
  }

  /** The value of a cell. */
  interface CellValue {
    double at(int cell);
  }

  /** The sum over the part of a square that lies within the area. */
  double of(int x, int y, int radius) {
    int x0 = Math.max(0, x - radius - area.x);
    int y0 = Math.max(0, y - radius - area.y);
    int x1 = Math.min(area.width, x + radius + 1 - area.x);
    int y1 = Math.min(area.height, y + radius + 1 - area.y);
    if (x1 <= x0 || y1 <= y0) {
      return 0;
    }
    int stride = area.width + 1;
    return sums[y1 * stride + x1]
        - sums[y0 * stride + x1]
        - sums[y1 * stride + x0]
        + sums[y0 * stride + x0];
  }
}
