package io.github.palimpsest.control;

import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Parts that hang together, by edges of their pixels. */
final class Components {
  private final Rectangle r;
  private final boolean[] left;
  private final int[] stack;

  private Components(Rectangle r, boolean[] set) {
    this.r = r;
    left = set.clone();
    stack = new int[set.length];
  }

  /**
   * The parts of a set as masks of weight 1, in the order of their first pixels.
   *
   * @param canvas size of the masks' canvas
   * @param r where the set lies on it
   * @param set [r.height · r.width]
   * @param least fewer pixels than this are no part
   */
  static List<Mask> of(Rectangle canvas, Rectangle r, boolean[] set, int least) {
    Components components = new Components(r, set);
    List<Mask> parts = new ArrayList<>();
    for (int i = 0; i < set.length; i++) {
      if (components.left[i]) {
        int n = components.flood(i);
        if (n >= least) {
          parts.add(components.mask(canvas, n));
        }
      }
    }
    return parts;
  }

  /** Takes the part of a pixel away from what is left; its pixels then begin {@link #stack}. */
  private int flood(int seed) {
    int n = 0;
    left[seed] = false;
    stack[n++] = seed;
    for (int k = 0; k < n; k++) {
      int x = stack[k] % r.width;
      int y = stack[k] / r.width;
      n = take(x > 0, stack[k] - 1, n);
      n = take(x + 1 < r.width, stack[k] + 1, n);
      n = take(y > 0, stack[k] - r.width, n);
      n = take(y + 1 < r.height, stack[k] + r.width, n);
    }
    return n;
  }

  private int take(boolean inside, int i, int n) {
    if (!inside || !left[i]) {
      return n;
    }
    left[i] = false;
    stack[n] = i;
    return n + 1;
  }

  private Mask mask(Rectangle canvas, int n) {
    Rectangle box = new Rectangle(stack[0] % r.width, stack[0] / r.width, 1, 1);
    for (int k = 1; k < n; k++) {
      int x = stack[k] % r.width;
      int y = stack[k] / r.width;
      int x0 = Math.min(box.x, x);
      int y0 = Math.min(box.y, y);
      box.setBounds(
          x0,
          y0,
          Math.max(box.x + box.width, x + 1) - x0,
          Math.max(box.y + box.height, y + 1) - y0);
    }
    float[] weights = new float[box.width * box.height];
    for (int k = 0; k < n; k++) {
      int x = stack[k] % r.width - box.x;
      int y = stack[k] / r.width - box.y;
      weights[y * box.width + x] = 1;
    }
    box.translate(r.x, r.y);
    return new Mask(canvas.width, canvas.height, box, weights);
  }
}
