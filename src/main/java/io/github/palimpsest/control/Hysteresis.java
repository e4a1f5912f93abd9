package io.github.palimpsest.control;

import java.awt.Rectangle;

/** Weak edges that hang together with strong ones, within a part of a plane. */
final class Hysteresis {
  private static final byte WEAK = 1;
  private static final byte EDGE = 2;
  private static final byte SEEN = 3;

  private final Rectangle area;
  private final byte[] state;
  private int[] stack = new int[256];
  private int depth;

  /**
   * @param values thinned magnitudes [area.height · area.width]
   */
  Hysteresis(Rectangle area, float[] values, float low, float high) {
    this.area = area;
    state = new byte[values.length];
    for (int i = 0; i < state.length; i++) {
      state[i] = values[i] > 0 && values[i] >= low ? WEAK : 0;
    }
    for (int i = 0; i < state.length; i++) {
      if (state[i] == WEAK && values[i] >= high) {
        flood(i, EDGE, null);
      }
    }
  }

  /** 1 on edges, 0 elsewhere. */
  float[] map(Rectangle r) {
    float[] out = new float[r.width * r.height];
    for (int y = 0, o = 0; y < r.height; y++) {
      int i = (r.y + y - area.y) * area.width + r.x - area.x;
      for (int x = 0; x < r.width; x++, o++, i++) {
        out[o] = state[i] == EDGE ? 1 : 0;
      }
    }
    return out;
  }

  /** Whether no weak pixel of {@code r} might hang together with something beyond the area. */
  boolean decided(Rectangle r, Rectangle plane) {
    Rectangle inner = new Rectangle(area);
    // pixels on a border of the area that is not the plane's
    int left = area.x > plane.x ? 1 : 0;
    int top = area.y > plane.y ? 1 : 0;
    int right = area.x + area.width < plane.x + plane.width ? 1 : 0;
    int bottom = area.y + area.height < plane.y + plane.height ? 1 : 0;
    inner.x += left;
    inner.y += top;
    inner.width -= left + right;
    inner.height -= top + bottom;
    for (int y = r.y; y < r.y + r.height; y++) {
      for (int x = r.x; x < r.x + r.width; x++) {
        int i = (y - area.y) * area.width + x - area.x;
        if (state[i] == WEAK && !flood(i, SEEN, inner)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Marks what hangs together with a pixel; false if some of it lies outside {@code inner}. */
  private boolean flood(int start, byte mark, Rectangle inner) {
    boolean inside = true;
    push(start, mark);
    while (depth > 0) {
      int i = stack[--depth];
      int x = i % area.width;
      int y = i / area.width;
      inside &= inner == null || inner.contains(area.x + x, area.y + y);
      for (int v = Math.max(0, y - 1); v <= Math.min(area.height - 1, y + 1); v++) {
        for (int u = Math.max(0, x - 1); u <= Math.min(area.width - 1, x + 1); u++) {
          int next = v * area.width + u;
          if (state[next] == WEAK) {
            push(next, mark);
          }
        }
      }
    }
    return inside;
  }

  private void push(int i, byte mark) {
    state[i] = mark;
    if (depth == stack.length) {
      stack = java.util.Arrays.copyOf(stack, 2 * depth);
    }
    stack[depth++] = i;
  }
}
