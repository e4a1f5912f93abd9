package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.image.Plane;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads rectangles of a crop, mirrored beyond the borders of the plane as {@link
 * io.github.palimpsest.roi.Crop#extract}, without reading the rest. Coordinates are those of the
 * crop. Thread-safe.
 */
final class CropReader {
  /** Values that are read at once of a long strip. */
  private static final int BAND = 1 << 22;

  private final Plane plane;
  private final ShapedMask mask;
  private final Rectangle context;
  private final Rectangle visible;
  private final int band;

  /**
   * @param context of the crop, in the plane's coordinates
   */
  CropReader(Plane plane, ShapedMask mask, Rectangle context) {
    this(plane, mask, context, BAND);
  }

  /**
   * As above.
   *
   * @param band pixels that are visited at once, about
   */
  CropReader(Plane plane, ShapedMask mask, Rectangle context, int band) {
    this.band = band;
    this.plane = plane;
    this.mask = mask;
    this.context = new Rectangle(context);
    visible = context.intersection(new Rectangle(plane.width(), plane.height()));
  }

  /** How many pixels the crop has. */
  double pixels() {
    return (double) context.width * context.height;
  }

  /** Raw values [channels][r.height · r.width]; a new array. */
  float[][] raw(Rectangle r) {
    return read(r, plane::read);
  }

  /** Weights of the mask [r.height · r.width]; a new array. */
  float[] weights(Rectangle r) {
    return read(r, seen -> new float[][] {mask.read(seen)})[0];
  }

  /** Takes parts of the crop. */
  interface Visit {
    /**
     * Takes the pixels of a rectangle, row by row.
     *
     * @param raw values [channels][n]
     * @param weights n weights of the mask; null where all are 0
     */
    void part(float[][] raw, float[] weights);
  }

  /** Visits the whole crop, all columns of some rows at a time, from top to bottom. */
  void each(Visit visit) {
    int rows = Math.max(1, band / context.width);
    for (int y = 0; y < context.height; y += rows) {
      visit(new Rectangle(0, y, context.width, Math.min(rows, context.height - y)), visit);
    }
  }

  /**
   * The same part by part as the plane is stored, so that nothing is read twice although a row of
   * its parts may be more than can be kept.
   */
  void eachStored(Visit visit) {
    Dimension part = plane.parts();
    int high = Math.min(part.height, context.height);
    int columns = fitting(part.width, high, context.width);
    int rows =
        columns < context.width ? part.height : fitting(part.height, columns, Integer.MAX_VALUE);
    for (int y = 0, bottom; y < context.height; y = bottom) {
      bottom = end(y, context.y, rows, context.height);
      for (int x = 0, right; x < context.width; x = right) {
        right = end(x, context.x, columns, context.width);
        int most = Math.max(1, band / (right - x));
        for (int top = y; top < bottom; top += most) {
          visit(new Rectangle(x, top, right - x, Math.min(most, bottom - top)), visit);
        }
      }
    }
  }

  /** A multiple of one side of a part, so that what is read at once is no more than a band. */
  private int fitting(int side, int other, int most) {
    long times = Math.max(1, band / ((long) side * other));
    return (int) Math.min(most, side * times);
  }

  /** Where what begins at a place of the crop ends: at a part's border on the plane. */
  private static int end(int from, int context, int side, int length) {
    return (int) Math.min(length, (long) from + side - Math.floorMod(from + context, side));
  }

  private void visit(Rectangle r, Visit visit) {
    visit.part(raw(r), mask.meets(seen(r)) ? weights(r) : null);
  }

  /** The part of the plane that a rectangle of the crop shows, mirrored or not. */
  Rectangle seen(Rectangle r) {
    int[] x = places(r.x + context.x, r.width, visible.x, visible.width);
    int[] y = places(r.y + context.y, r.height, visible.y, visible.height);
    int left = IntStream.of(x).min().orElseThrow();
    int top = IntStream.of(y).min().orElseThrow();
    return new Rectangle(
        left,
        top,
        IntStream.of(x).max().orElseThrow() - left + 1,
        IntStream.of(y).max().orElseThrow() - top + 1);
  }

  private float[][] read(Rectangle r, Function<Rectangle, float[][]> source) {
    Rectangle there = new Rectangle(r.x + context.x, r.y + context.y, r.width, r.height);
    if (visible.contains(there)) {
      return source.apply(there);
    }
    int[] x = places(there.x, r.width, visible.x, visible.width);
    int[] y = places(there.y, r.height, visible.y, visible.height);
    Rectangle seen = seen(r);
    float[][] values = source.apply(seen);
    float[][] out = new float[values.length][];
    for (int c = 0; c < out.length; c++) {
      float[] from = values[c];
      out[c] = new float[r.width * r.height];
      for (int row = 0; row < r.height; row++) {
        int start = (y[row] - seen.y) * seen.width - seen.x;
        for (int column = 0; column < r.width; column++) {
          out[c][row * r.width + column] = from[start + x[column]];
        }
      }
    }
    return out;
  }

  /** Where the places of a line are read: reflected about the first and last that is visible. */
  private static int[] places(int from, int length, int first, int count) {
    int period = Math.max(1, 2 * (count - 1));
    int[] places = new int[length];
    Arrays.setAll(
        places,
        i -> {
          int at = Math.floorMod(from + i - first, period);
          return first + (at < count ? at : period - at);
        });
    return places;
  }
}
