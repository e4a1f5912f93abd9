package io.github.palimpsest.large;

import java.awt.Rectangle;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which cells of a plane hold something: one bit for 64 x 64 pixels, so that the mask of the
 * largest plane can be remembered, and no more of it is read than there is in it. Filled by one
 * thread, read by any.
 */
final class MarkedCells implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SIDE = 64;

  private final int width;
  private final int height;

  /** The cells of a row, from left to right; null where none is marked. */
  private final BitSet[] rows;

  private long pixels;

  /** A plane in which nothing is marked. */
  MarkedCells(int width, int height) {
    this.width = width;
    this.height = height;
    rows = new BitSet[(height + SIDE - 1) / SIDE];
  }

  /** Marks a pixel. */
  void add(int x, int y) {
    if (rows[y / SIDE] == null) {
      rows[y / SIDE] = new BitSet();
    }
    rows[y / SIDE].set(x / SIDE);
    pixels++;
  }

  /** How many pixels were marked. */
  long pixels() {
    return pixels;
  }

  boolean isEmpty() {
    return pixels == 0;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Whether a cell that meets a rectangle of the plane is marked. */
  boolean any(Rectangle r) {
    if (r.isEmpty()) {
      return false;
    }
    int last = (r.x + r.width - 1) / SIDE;
    for (int row = r.y / SIDE; row <= (r.y + r.height - 1) / SIDE; row++) {
      int at = rows[row] == null ? -1 : rows[row].nextSetBit(r.x / SIDE);
      if (at >= 0 && at <= last) {
        return true;
      }
    }
    return false;
  }

  /** The marked cells, those that touch in a row as one rectangle; from top to bottom. */
  List<Rectangle> rectangles() {
    List<Rectangle> all = new ArrayList<>();
    Rectangle plane = new Rectangle(width, height);
    for (int row = 0; row < rows.length; row++) {
      BitSet cells = rows[row];
      for (int at = cells == null ? -1 : cells.nextSetBit(0); at >= 0; ) {
        int end = cells.nextClearBit(at);
        all.add(new Rectangle(at * SIDE, row * SIDE, (end - at) * SIDE, SIDE).intersection(plane));
        at = cells.nextSetBit(end);
      }
    }
    return all;
  }
}
