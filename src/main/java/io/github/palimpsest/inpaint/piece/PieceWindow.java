package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.composite.RimMatch;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.model.PlanePart;
import io.github.palimpsest.model.TileGrid;
import io.github.palimpsest.roi.Mask;
import java.awt.Rectangle;

/** Where a group of tiles lies on a plane, and which of the mask's pixels it writes. */
final class PieceWindow {
  /** Values that are read at once. */
  private static final int BAND = 1 << 22;

  private final TileGrid grid;
  private final Rectangle context;
  private final Rectangle crop;
  private final Rectangle canvas;
  private final ShapedMask mask;

  /**
   * @param context of the crop, in the plane's coordinates
   */
  PieceWindow(TileGrid grid, Rectangle context, Plane plane, ShapedMask mask) {
    this.grid = grid;
    this.context = new Rectangle(context);
    this.mask = mask;
    crop = new Rectangle(context.width, context.height);
    canvas = new Rectangle(plane.width(), plane.height());
  }

  private Rectangle tile(int k) {
    return grid.tile(k / grid.columns().length, k % grid.columns().length);
  }

  /** The tiles and what the rim of their fills looks at, in the crop's coordinates. */
  Rectangle window(int[] tiles) {
    Rectangle all = tile(tiles[0]);
    for (int k : tiles) {
      all = all.union(tile(k));
    }
    all.grow(RimMatch.MARGIN, RimMatch.MARGIN);
    return all.intersection(crop);
  }

  /** The same as a part of the crop. */
  PlanePart part(int[] tiles) {
    return new PlanePart(crop.height, crop.width, window(tiles));
  }

  /** The same in the plane's coordinates. */
  Rectangle onPlane(Rectangle r) {
    return new Rectangle(r.x + context.x, r.y + context.y, r.width, r.height);
  }

  /** The piece that a group of tiles makes. */
  Piece piece(int[] tiles) {
    Rectangle window = onPlane(window(tiles));
    Rectangle seen = window.intersection(canvas);
    long masked = 0;
    Rectangle box = new Rectangle(0, 0, -1, -1);
    int rows = Math.max(1, BAND / seen.width);
    for (int y = 0; y < seen.height; y += rows) {
      Rectangle band =
          new Rectangle(seen.x, seen.y + y, seen.width, Math.min(rows, seen.height - y));
      Mask own = own(tiles, band);
      masked += own.count();
      if (!own.isEmpty()) {
        box.add(own.bounds());
      }
    }
    return new Piece(window, box, tiles.length, masked);
  }

  /** The weights that a group of tiles writes, within its window; no others lie under them. */
  Mask mask(int[] tiles) {
    return own(tiles, onPlane(window(tiles)).intersection(canvas));
  }

  private Mask own(int[] tiles, Rectangle r) {
    float[] all = mask.meets(r) ? mask.read(r) : new float[r.width * r.height];
    float[] own = new float[all.length];
    for (int k : tiles) {
      Rectangle seen = onPlane(tile(k)).intersection(r);
      for (int y = seen.y; y < seen.y + seen.height; y++) {
        int from = (y - r.y) * r.width + seen.x - r.x;
        System.arraycopy(all, from, own, from, seen.width);
      }
    }
    return new Mask(canvas.width, canvas.height, r, own);
  }

  /** Counts the weights above 0 of a rectangle of a mask, in bands. */
  static long count(ShapedMask mask, Rectangle r) {
    long count = 0;
    int rows = Math.max(1, BAND / r.width);
    for (int y = 0; y < r.height; y += rows) {
      Rectangle band = new Rectangle(r.x, r.y + y, r.width, Math.min(rows, r.height - y));
      if (mask.meets(band)) {
        for (float w : mask.read(band)) {
          count += w > 0 ? 1 : 0;
        }
      }
    }
    return count;
  }
}
