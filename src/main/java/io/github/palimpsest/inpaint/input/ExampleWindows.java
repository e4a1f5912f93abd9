package io.github.palimpsest.inpaint.input;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Chooses which rectangles are read as examples, so that their cost never follows the image. */
final class ExampleWindows {
  /** More around a rectangle, in pixels, so that coarse patches fit. */
  static final int MARGIN = 40;

  private static final int TILE = 512;
  private static final double GOLDEN = 0.618033988749895;

  private ExampleWindows() {}

  /**
   * Windows around rectangles; those that overlap so much that one window costs no more become one.
   *
   * @param seen what is known already: a rectangle inside needs no window
   */
  static List<Rectangle> around(List<Rectangle> rectangles, Rectangle canvas, Rectangle seen) {
    List<Rectangle> windows = new ArrayList<>();
    for (Rectangle r : rectangles) {
      Rectangle visible = r.intersection(canvas);
      if (visible.isEmpty() || seen.contains(visible)) {
        continue;
      }
      visible.grow(MARGIN, MARGIN);
      add(windows, visible.intersection(canvas));
    }
    return windows;
  }

  private static void add(List<Rectangle> windows, Rectangle next) {
    Rectangle window = next;
    for (int k = 0; k < windows.size(); k++) {
      Rectangle union = windows.get(k).union(window);
      if (area(union) <= area(windows.get(k)) + area(window)) {
        windows.remove(k);
        window = union;
        k = -1; // the larger one may reach others
      }
    }
    windows.add(window);
  }

  static long area(Rectangle r) {
    return (long) r.width * r.height;
  }

  /**
   * As many tiles of windows as fit, one of each window in turn, spread evenly over each.
   *
   * @param pixels that they may have together
   * @param worth whether a tile is to be read
   */
  static List<Rectangle> fitting(List<Rectangle> windows, long pixels, Predicate<Rectangle> worth) {
    List<List<Rectangle>> tiles = windows.stream().map(ExampleWindows::tiles).toList();
    int most = tiles.stream().mapToInt(List::size).max().orElse(0);
    List<Rectangle> chosen = new ArrayList<>();
    long left = pixels;
    for (int turn = 0; turn < most; turn++) {
      for (List<Rectangle> own : tiles) {
        Rectangle tile = turn < own.size() ? own.get(turn) : null;
        if (tile != null && area(tile) <= left && (own.size() == 1 || worth.test(tile))) {
          chosen.add(tile);
          left -= area(tile);
        }
      }
    }
    return chosen;
  }

  /** The tiles of a window, each at a distance from those before. */
  private static List<Rectangle> tiles(Rectangle window) {
    int columns = (window.width + TILE - 1) / TILE;
    int rows = (window.height + TILE - 1) / TILE;
    int n = columns * rows;
    int stride = Math.max(1, (int) (n * GOLDEN));
    while (n > 1 && common(n, stride) > 1) {
      stride++;
    }
    List<Rectangle> tiles = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      int at = (int) ((n / 2 + (long) k * stride) % n);
      int x = at % columns;
      int y = at / columns;
      int left = (int) ((long) window.width * x / columns);
      int top = (int) ((long) window.height * y / rows);
      int right = (int) ((long) window.width * (x + 1) / columns);
      int bottom = (int) ((long) window.height * (y + 1) / rows);
      tiles.add(new Rectangle(window.x + left, window.y + top, right - left, bottom - top));
    }
    return tiles;
  }

  private static int common(int a, int b) {
    return b == 0 ? a : common(b, a % b);
  }

  /** {@code n} of some things, evenly. */
  static <T> List<T> evenly(List<T> all, int n) {
    List<T> some = new ArrayList<>();
    for (int k = 0; k < Math.min(n, all.size()); k++) {
      some.add(all.get((int) ((2L * k + 1) * all.size() / (2L * Math.min(n, all.size())))));
    }
    return some;
  }
}
