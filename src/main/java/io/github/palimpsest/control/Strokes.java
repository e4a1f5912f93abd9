package io.github.palimpsest.control;

import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a user has drawn a map. */
final class Strokes {
  /** Lines enclose something if they shut in this many times their own pixels. */
  private static final double ENCLOSED = 0.5;

  private static final int LEAST = 4;

  /** An area has less than this many times the pixels of the largest disc in it ... */
  private static final double COMPACT = 3;

  /** ... which has this radius at least. */
  private static final double LEAST_DEPTH = 4;

  private Strokes() {}

  /** The depth of the typical part, in pixels: 1 for lines of one pixel, 2 of three; at least 1. */
  static double depth(Mask drawn) {
    double[] depths =
        parts(drawn).stream().mapToDouble(m -> new MapObject(m, null).depth()).sorted().toArray();
    return depths.length == 0 ? 1 : Math.max(1, depths[depths.length / 2]);
  }

  /** Whether most parts are areas rather than lines or dots. */
  static boolean areas(Mask drawn) {
    int areas = 0;
    List<Mask> parts = parts(drawn);
    for (Mask part : parts) {
      double depth = new MapObject(part, null).depth();
      boolean compact = part.count() < COMPACT * Math.PI * depth * depth;
      areas += compact && depth >= LEAST_DEPTH ? 1 : 0;
    }
    return 2 * areas > parts.size();
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

  /**
   * What lines enclose, and the lines themselves, at 1.
   *
   * @return null if they enclose too little to be rims
   */
  static Mask enclosed(Mask drawn) {
    Rectangle canvas = new Rectangle(drawn.canvasWidth(), drawn.canvasHeight());
    Rectangle around = drawn.bounds();
    around.grow(1, 1);
    boolean[] free = set(drawn.crop(around), false);
    Rectangle inner = drawn.bounds();
    List<Mask> parts = new ArrayList<>(List.of(drawn));
    int shut = 0;
    // on a canvas of their own, for a line around may lie beyond the border
    Rectangle all = new Rectangle(around.getSize());
    for (Mask part : Components.of(all, all, free, 1)) {
      Rectangle box = part.bounds();
      box.translate(around.x, around.y);
      if (inner.contains(box)) {
        shut += part.count();
        parts.add(new Mask(canvas.width, canvas.height, box, part.weights()));
      }
    }
    return shut > ENCLOSED * drawn.count()
        ? ones(Mask.union(canvas.width, canvas.height, parts))
        : null;
  }

  private static Mask ones(Mask mask) {
    float[] weights = mask.weights();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights[i] > 0 ? 1 : 0;
    }
    return new Mask(mask.canvasWidth(), mask.canvasHeight(), mask.bounds(), weights);
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
