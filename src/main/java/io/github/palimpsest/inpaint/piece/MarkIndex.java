package io.github.palimpsest.inpaint.piece;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Many rectangles, of which those that meet another are found soon. Immutable. */
final class MarkIndex {
  /** Side of a square of the index, in pixels, as a power of two. */
  private static final int SIDE = 10;

  private final List<Rectangle> all;
  private final Map<Long, List<Rectangle>> squares = new HashMap<>();

  MarkIndex(List<Rectangle> rectangles) {
    all = List.copyOf(rectangles);
    for (Rectangle r : all) {
      for (int y = r.y >> SIDE; y <= (r.y + r.height - 1) >> SIDE; y++) {
        for (int x = r.x >> SIDE; x <= (r.x + r.width - 1) >> SIDE; x++) {
          squares.computeIfAbsent(key(x, y), k -> new ArrayList<>()).add(r);
        }
      }
    }
  }

  private static long key(int x, int y) {
    return (long) y << Integer.SIZE | x;
  }

  List<Rectangle> all() {
    return all;
  }

  /** Whether a rectangle of coordinates from 0 on meets one of these. */
  boolean meets(Rectangle r) {
    boolean meets = false;
    for (int y = r.y >> SIDE; !meets && y <= (r.y + r.height - 1) >> SIDE; y++) {
      for (int x = r.x >> SIDE; !meets && x <= (r.x + r.width - 1) >> SIDE; x++) {
        for (Rectangle one : squares.getOrDefault(key(x, y), List.of())) {
          meets |= one.intersects(r);
        }
      }
    }
    return meets;
  }
}
