package io.github.palimpsest.ui.window;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The search for a free place on a screen. A place is the better the less it covers of what must
 * stay in sight, the first thing named before the second and so on; among equals, the nearer it is
 * to one of the places wished for. No place is ever outside the screen.
 *
 * <p>Immutable, and independent of windows: numbers in, numbers out.
 */
public final class FreePlace {
  /** Pixels between windows. */
  public static final int GAP = 6;

  private final Rectangle screen;
  private final List<List<Rectangle>> kept;
  private final List<Point> wishes;

  private FreePlace(Rectangle screen, List<List<Rectangle>> kept, List<Point> wishes) {
    this.screen = new Rectangle(screen);
    this.kept = kept;
    this.wishes = wishes;
  }

  /** The whole of a screen, with its upper left corner as the place wished for. */
  public static FreePlace on(Rectangle screen) {
    return new FreePlace(screen, List.of(), List.of());
  }

  /** The same with more rectangles to be kept in sight, after those named before. */
  public FreePlace clearOf(List<Rectangle> rectangles) {
    List<List<Rectangle>> more = new ArrayList<>(kept);
    more.add(rectangles.stream().map(Rectangle::new).toList());
    return new FreePlace(screen, List.copyOf(more), wishes);
  }

  /** The same with more places wished for, each less than those before. */
  public FreePlace near(List<Point> corners) {
    List<Point> more = new ArrayList<>(wishes);
    corners.forEach(corner -> more.add(new Point(corner)));
    return new FreePlace(screen, kept, List.copyOf(more));
  }

  /** The same that wishes for a place to the right of a window, below, left or above it. */
  public FreePlace beside(Rectangle window, Dimension size) {
    int left = window.x - GAP - size.width;
    int above = window.y - GAP - size.height;
    Point right = new Point(window.x + window.width + GAP, window.y);
    Point below = new Point(window.x, window.y + window.height + GAP);
    return near(List.of(right, below, new Point(left, window.y), new Point(window.x, above)));
  }

  /** The same that wishes for a place below the middle of a rectangle, above it, or beside it. */
  public FreePlace under(Rectangle rectangle, Dimension size) {
    Rectangle r = rectangle;
    // centred, and moved into the screen where that needs it, for below is better than beside
    int centred = r.x + (r.width - size.width) / 2;
    int x = Math.max(screen.x, Math.min(centred, screen.x + screen.width - size.width));
    Point below = new Point(x, r.y + r.height + GAP);
    Point above = new Point(x, r.y - GAP - size.height);
    Point right = new Point(r.x + r.width + GAP, r.y);
    return near(List.of(below, above, right, new Point(r.x - GAP - size.width, r.y)));
  }

  /**
   * The best place.
   *
   * @param size wanted; what is larger than the screen begins at its edge
   * @return of the upper left corner
   */
  public Point find(Dimension size) {
    TreeSet<Integer> columns = new TreeSet<>();
    TreeSet<Integer> rows = new TreeSet<>();
    add(columns, screen.x, screen.width, size.width, screen.x);
    add(rows, screen.y, screen.height, size.height, screen.y);
    for (Rectangle r : rectangles()) {
      // what is covered is linear in between
      for (int x : edges(r.x, r.width, size.width)) {
        add(columns, screen.x, screen.width, size.width, x);
      }
      for (int y : edges(r.y, r.height, size.height)) {
        add(rows, screen.y, screen.height, size.height, y);
      }
    }
    for (Point wish : wishes) {
      add(columns, screen.x, screen.width, size.width, wish.x);
      add(rows, screen.y, screen.height, size.height, wish.y);
    }
    Point best = null;
    long[] least = null;
    for (int x : columns) {
      for (int y : rows) {
        long[] cost = cost(new Rectangle(x, y, size.width, size.height));
        if (least == null || Arrays.compare(cost, least) < 0) {
          least = cost;
          best = new Point(x, y);
        }
      }
    }
    return best;
  }

  private static int[] edges(int start, int length, int size) {
    int end = start + length;
    return new int[] {start - size, start, end - size, end};
  }

  private static void add(TreeSet<Integer> places, int start, int length, int size, int at) {
    places.add(Math.max(start, Math.min(at, start + length - size)));
  }

  private List<Rectangle> rectangles() {
    return kept.stream().flatMap(List::stream).toList();
  }

  private long[] cost(Rectangle place) {
    long[] cost = new long[kept.size() + 1];
    for (int i = 0; i < kept.size(); i++) {
      cost[i] = covered(place, kept.get(i));
    }
    cost[kept.size()] = distance(place);
    return cost;
  }

  /** How many pixels a place covers of some rectangles; twice where two lie over each other. */
  static long covered(Rectangle place, List<Rectangle> rectangles) {
    long sum = 0;
    for (Rectangle r : rectangles) {
      Rectangle common = place.intersection(r);
      sum += common.isEmpty() ? 0 : (long) common.width * common.height;
    }
    return sum;
  }

  private long distance(Rectangle place) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < wishes.size(); i++) {
      long way = Math.abs(place.x - wishes.get(i).x) + (long) Math.abs(place.y - wishes.get(i).y);
      least = Math.min(least, way * wishes.size() + i);
    }
    return wishes.isEmpty() ? (long) place.x - screen.x + place.y - screen.y : least;
  }
}
