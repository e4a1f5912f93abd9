package io.github.palimpsest.inpaint.piece;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.model.TileGrid;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tiles see each other. */
class TileClustersTest {
  /** Three rows and four columns of tiles of 20 x 20 cells, a new one every 14 cells. */
  private static final TileGrid GRID =
      new TileGrid(
          20,
          20,
          new int[] {0, 14, 28},
          new int[] {0, 14, 28, 42},
          new int[][] {{0, 16}, {17, 30}, {31, 47}},
          new int[][] {{0, 16}, {17, 30}, {31, 44}, {45, 61}});

  private static List<String> groups(int reach, int... wanted) {
    BitSet tiles = new BitSet();
    Arrays.stream(wanted).forEach(tiles::set);
    return TileClusters.of(GRID, reach, tiles).stream().map(Arrays::toString).toList();
  }

  @Test
  void thoseThatOverlapAreTogether() {
    assertEquals(List.of("[0, 1]"), groups(0, 0, 1));
    assertEquals(List.of("[0, 5]"), groups(0, 0, 5)); // by a corner
    assertEquals(List.of("[2, 5]"), groups(0, 2, 5)); // by the other
    assertEquals(List.of("[0, 1, 2, 3]"), groups(0, 0, 1, 2, 3)); // by those between
  }

  /** Eight cells lie between a tile and the next but one. */
  @Test
  void thoseWithinReachAreTogetherThoughNothingOverlaps() {
    assertEquals(List.of("[0]", "[2]"), groups(0, 0, 2));
    assertEquals(List.of("[0]", "[2]"), groups(8, 0, 2));
    assertEquals(List.of("[0, 2]"), groups(9, 0, 2));
    assertEquals(List.of("[0]", "[8]"), groups(8, 0, 8));
    assertEquals(List.of("[0, 8]"), groups(9, 0, 8));
    assertEquals(List.of("[0]", "[3]"), groups(12, 0, 3));
  }
}
