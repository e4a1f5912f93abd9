package io.github.palimpsest.control;

import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;

/** How a user has drawn a map. */
final class Strokes {
  /** Lines enclose something if they shut in this many times their own pixels. */
  private static final double ENCLOSED = 0.5;

  private static final int LEAST = 4;

  private Strokes() {}

  /** The depth of the typical part, in pixels: 1 for lines of one pixel, 2 of three; at least 1. */
  static double depth(Mask drawn) {
    double[] depths =
        parts(drawn).stream().mapToDouble(m -> new MapObject(m, null).depth()).sorted().toArray();
    return depths.length == 0 ? 1 : Math.max(1, depths[depths.length / 2]);
  }

  private static List<Mask> parts(Mask drawn) {
    Rectangle canvas = new Rectangle(drawn.canvasWidth(), drawn.canvasHeight());
    return Components.of(canvas, drawn.bounds(), set(drawn.weights(), true), LEAST);
  }

  private static boolean[] set(float[] weights, boolean drawn) {
    boolean[] set = new boolean[weights.length];
    for (int i = 0; i < set.length; i++) {
      set[i] = weights[i] > 0 == drawn;
    }
    return set;
  }

  /** Whether lines shut parts of the plane in. */
  static boolean enclose(Mask drawn) {
    Rectangle around = drawn.bounds();
    around.grow(1, 1);
    Rectangle canvas = new Rectangle(drawn.canvasWidth(), drawn.canvasHeight());
    around = around.intersection(canvas);
    double shut = 0;
    for (Mask part : Components.of(canvas, around, set(drawn.crop(around), false), 1)) {
      Rectangle inner = new Rectangle(around);
      inner.grow(-1, -1);
      shut += inner.contains(part.bounds()) ? part.count() : 0;
    }
    return shut > ENCLOSED * drawn.count();
  }

  /** The depth in pixels that has value 1 in a map of distances; 0 for an empty one. */
  static double unit(Mask distances) {
    if (distances.isEmpty()) {
      return 0;
    }
    float[] values = distances.weights();
    double[] depths = distances.depths();
    double[] ratios = new double[values.length];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0 && !Double.isInfinite(depths[i])) {
        ratios[n++] = depths[i] / values[i];
      }
    }
    Arrays.sort(ratios, 0, n);
    return n == 0 ? 0 : ratios[n / 2];
  }
}
