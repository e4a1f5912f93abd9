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
  private final int columns;
  private final BitSet marked = new BitSet();
  private long pixels;

  /** A plane in which nothing is marked. */
  MarkedCells(int width, int height) {
    this.width = width;
    this.height = height;
    columns = (width + SIDE - 1) / SIDE;
  }

  /** Marks a pixel. */
  void add(int x, int y) {
    marked.set(Math.toIntExact((long) (y / SIDE) * columns + x / SIDE));
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
      int at = marked.nextSetBit(row * columns + r.x / SIDE);
      if (at >= 0 && at <= row * columns + last) {
        return true;
      }
    }
    return false;
  }

  /** The marked cells, those that touch in a row as one rectangle; from top to bottom. */
  List<Rectangle> rectangles() {
    List<Rectangle> all = new ArrayList<>();
    for (int at = marked.nextSetBit(0); at >= 0; ) {
      int row = at / columns;
      int end = Math.min(marked.nextClearBit(at), (row + 1) * columns);
      Rectangle cells = new Rectangle(at % columns * SIDE, row * SIDE, (end - at) * SIDE, SIDE);
      all.add(cells.intersection(new Rectangle(width, height)));
      at = marked.nextSetBit(end);
    }
    return all;
  }
}
