package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.composite.RimMatch;
import io.github.palimpsest.model.TileGrid;
import io.github.palimpsest.roi.Crop;
import java.awt.Rectangle;
import java.util.BitSet;
import java.util.List;

/** The tiles of a crop in whose share something is repainted. */
final class WantedTiles {
  private final TileGrid grid;
  private final ShapedMask mask;
  private final Rectangle context;
  private final Rectangle visible;
  private final Runnable stop;

  /**
   * @param stop throws when the work is to end
   */
  WantedTiles(TileGrid grid, ShapedMask mask, Crop crop, Runnable stop) {
    this.grid = grid;
    this.mask = mask;
    this.stop = stop;
    context = crop.context();
    visible = crop.visible();
  }

  /** Those that see each other, together; see {@link TileClusters}. */
  List<int[]> groups(CropReader reader) {
    BitSet wanted = candidates();
    int across = grid.columns().length;
    for (int k = wanted.nextSetBit(0); k >= 0; k = wanted.nextSetBit(k + 1)) {
      stop.run();
      if (!any(reader.weights(grid.share(k / across, k % across)))) {
        wanted.clear(k);
      }
    }
    return List.copyOf(TileClusters.of(grid, RimMatch.MARGIN, wanted));
  }

  private static boolean any(float[] weights) {
    for (float w : weights) {
      if (w > 0) {
        return true;
      }
    }
    return false;
  }

  /** Tiles whose shares meet a rectangle of the mask, or one that is mirrored. */
  private BitSet candidates() {
    BitSet found = new BitSet();
    int across = grid.columns().length;
    for (Rectangle marked : mask.marked()) {
      Rectangle r = marked.intersection(visible);
      if (r.isEmpty()) {
        continue;
      }
      BitSet rows =
          meeting(grid.shareRows(), r.y - context.y, r.height, mirrored(r.y, r.height, false));
      BitSet columns =
          meeting(grid.shareColumns(), r.x - context.x, r.width, mirrored(r.x, r.width, true));
      for (int i = rows.nextSetBit(0); i >= 0; i = rows.nextSetBit(i + 1)) {
        for (int j = columns.nextSetBit(0); j >= 0; j = columns.nextSetBit(j + 1)) {
          found.set(i * across + j);
        }
      }
    }
    return found;
  }

  /** From where on the crop may show such a part of the plane mirrored; its length if nowhere. */
  private int mirrored(int from, int length, boolean across) {
    int shown = across ? visible.width : visible.height;
    int side = across ? context.width : context.height;
    int first = across ? visible.x : visible.y;
    boolean near = from + length >= first + shown - (side - shown) - 1;
    return near ? shown : side;
  }

  /** Shares that meet [from, from + length), or what lies from {@code tail} on. */
  private static BitSet meeting(int[][] shares, int from, int length, int tail) {
    BitSet meeting = new BitSet();
    for (int i = 0; i < shares.length; i++) {
      int[] share = shares[i];
      boolean meets = share[0] < from + length && share[1] >= from || share[1] >= tail;
      meeting.set(i, meets && share[1] >= share[0]);
    }
    return meeting;
  }
}
