package io.github.palimpsest.learn;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture to learn from: a part of a plane of an image.
 *
 * @param source which of the images
 * @param position one-based stack position
 * @param part where it lies on the plane
 */
record Tile(int source, int position, Rectangle part) {
  /** A plane of at most so many pixels is one picture. */
  private static final int WHOLE = 1 << 22;

  /** Sides of the pictures that larger planes are seen by. */
  private static final int SIDE = 1024;

  /** How many of these lie along each side. */
  private static final int ALONG = 2;

  /** A whole plane or, of a large one, parts spread evenly over it. */
  static List<Tile> of(int source, int position, int width, int height) {
    if ((long) width * height <= WHOLE) {
      return List.of(new Tile(source, position, new Rectangle(width, height)));
    }
    int w = Math.min(width, SIDE);
    int h = Math.min(height, SIDE);
    List<Tile> tiles = new ArrayList<>();
    for (int y = 0; y < ALONG; y++) {
      for (int x = 0; x < ALONG; x++) {
        int left = (int) ((2L * x + 1) * (width - w) / (2 * ALONG));
        int top = (int) ((2L * y + 1) * (height - h) / (2 * ALONG));
        tiles.add(new Tile(source, position, new Rectangle(left, top, w, h)));
      }
    }
    return tiles;
  }

  /** At most {@code most} of some, evenly chosen. */
  static List<Tile> some(List<Tile> tiles, int most) {
    if (tiles.size() <= most) {
      return tiles;
    }
    List<Tile> some = new ArrayList<>();
    for (int k = 0; k < most; k++) {
      some.add(tiles.get((int) ((2L * k + 1) * tiles.size() / (2L * most))));
    }
    return some;
  }
}
