package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.model.TileGrid;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups of tiles that see each other. A tile shows the networks what the tiles that overlap it
 * have made, and the rim of a fill is matched to what lies within {@code reach}; so tiles are of
 * one group if they are that near.
 */
final class TileClusters {
  private final TileGrid grid;
  private final int reach;
  private final BitSet wanted;
  private final Map<Integer, Integer> parent = new TreeMap<>();

  private TileClusters(TileGrid grid, int reach, BitSet wanted) {
    this.grid = grid;
    this.reach = reach;
    this.wanted = wanted;
  }

  /**
   * The groups of wanted tiles, by their first.
   *
   * @param wanted indices of tiles, row by row
   * @return ascending indices of the tiles of each
   */
  static Collection<int[]> of(TileGrid grid, int reach, BitSet wanted) {
    return new TileClusters(grid, reach, wanted).groups();
  }

  private Collection<int[]> groups() {
    int across = grid.columns().length;
    for (int k = wanted.nextSetBit(0); k >= 0; k = wanted.nextSetBit(k + 1)) {
      parent.put(k, k);
    }
    for (int k : parent.keySet()) {
      int i = k / across;
      int j = k % across;
      Rectangle near = grid.tile(i, j);
      near.grow(reach, reach);
      for (int row = i; row < grid.rows().length; row++) {
        if (grid.rows()[row] >= near.y + near.height) {
          break;
        }
        join(k, row, j, near);
      }
    }
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int k : parent.keySet()) {
      groups.computeIfAbsent(root(k), r -> new ArrayList<>()).add(k);
    }
    return groups.values().stream()
        .map(g -> g.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Joins a tile with those of a row of tiles that are near. */
  private void join(int k, int row, int j, Rectangle near) {
    int across = grid.columns().length;
    int first = j;
    while (first > 0 && grid.columns()[first - 1] + grid.tileWidth() > near.x) {
      first--;
    }
    for (int column = first; column < across; column++) {
      if (grid.columns()[column] >= near.x + near.width) {
        break;
      }
      int other = row * across + column;
      if (other != k && wanted.get(other) && grid.tile(row, column).intersects(near)) {
        unite(k, other);
      }
    }
  }

  private void unite(int a, int b) {
    int first = root(a);
    int second = root(b);
    parent.put(Math.max(first, second), Math.min(first, second));
  }

  private int root(int k) {
    int at = k;
    while (parent.get(at) != at) {
      parent.put(at, parent.get(parent.get(at)));
      at = parent.get(at);
    }
    return at;
  }
}
