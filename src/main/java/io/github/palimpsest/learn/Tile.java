package io.github.palimpsest.learn;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A picture to learn from: a part of a plane of an image.
 *
 * @param plane which of the planes
 * @param part where it lies
 */
record Tile(int plane, Rectangle part) {
  /** Cells of the coarsest level are so many pixels wide; parts are whole ones. */
  private static final int UNIT = 8;

  /** Smaller parts hold no coarse patch. */
  private static final int LEAST = 96;

  /** How many parts a large plane is seen by. */
  private static final int PARTS = 4;

  /** Distance of neighbouring parts to choose from, in parts. */
  private static final double STEP = 0.5;

  /**
   * The whole plane if it is small enough; else some parts of it: those that show most of what has
   * a word, rare words first, and that lie far from each other.
   *
   * @param pixels that they should have together
   * @param places around what each word applies
   */
  static List<Tile> of(
      int plane, int width, int height, long pixels, Map<String, List<Rectangle>> places) {
    if ((long) width * height <= pixels) {
      return List.of(new Tile(plane, new Rectangle(width, height)));
    }
    int parts = pixels >= (long) PARTS * LEAST * LEAST ? PARTS : 1;
    int side = Math.max(LEAST, (int) Math.sqrt((double) pixels / parts) / UNIT * UNIT);
    List<Rectangle> all = places(width, height, Math.min(side, width), Math.min(side, height));
    List<Tile> chosen = new ArrayList<>();
    while (chosen.size() < parts && chosen.size() < all.size()) {
      Rectangle best = all.get(0);
      double most = Double.NEGATIVE_INFINITY;
      for (Rectangle candidate : all) {
        double worth = worth(candidate, places) + apart(candidate, chosen, width, height);
        if (worth > most) {
          most = worth;
          best = candidate;
        }
      }
      chosen.add(new Tile(plane, best));
    }
    return chosen;
  }

  private static List<Rectangle> places(int width, int height, int w, int h) {
    int columns = 1 + (int) Math.ceil((width - w) / (STEP * w));
    int rows = 1 + (int) Math.ceil((height - h) / (STEP * h));
    List<Rectangle> all = new ArrayList<>();
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int left = columns == 1 ? 0 : (int) ((long) (width - w) * x / (columns - 1));
        int top = rows == 1 ? 0 : (int) ((long) (height - h) * y / (rows - 1));
        all.add(new Rectangle(left, top, w, h));
      }
    }
    return all;
  }

  /** The share of each word's places that a part shows, of all words together. */
  private static double worth(Rectangle part, Map<String, List<Rectangle>> places) {
    double worth = 0;
    for (List<Rectangle> own : places.values()) {
      double all = 0;
      double seen = 0;
      for (Rectangle place : own) {
        all += area(place);
        seen += area(place.intersection(part));
      }
      worth += all > 0 ? seen / all : 0;
    }
    return worth;
  }

  /** Distance to the nearest part chosen, 1 across the plane; very low if they overlap. */
  private static double apart(Rectangle part, List<Tile> chosen, int width, int height) {
    double nearest = 1;
    for (Tile tile : chosen) {
      if (tile.part.intersects(part)) {
        return -1e3 - area(tile.part.intersection(part));
      }
      double dx = part.x - tile.part.x;
      double dy = part.y - tile.part.y;
      nearest = Math.min(nearest, Math.hypot(dx, dy) / Math.hypot(width, height));
    }
    return nearest;
  }

  private static double area(Rectangle r) {
    return r.isEmpty() ? 0 : (double) r.width * r.height;
  }
}
