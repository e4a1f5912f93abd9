package io.github.palimpsest.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileTest {
  @Test
  void smallPlanesAreReadWhole() {
    assertEquals(
        List.of(new Tile(3, new Rectangle(700, 500))), Tile.of(3, 700, 500, 350_000, Map.of()));
  }

  @Test
  void largePlanesAreReadInPartsFarFromEachOther() {
    List<Tile> tiles = Tile.of(0, 16384, 8192, 1 << 20, Map.of());
    assertEquals(4, tiles.size());
    Rectangle canvas = new Rectangle(16384, 8192);
    for (Tile a : tiles) {
      assertTrue(canvas.contains(a.part()));
      assertEquals(512, a.part().width);
      assertEquals(512, a.part().height);
      for (Tile b : tiles) {
        double distance = Math.hypot(a.part().x - b.part().x, a.part().y - b.part().y);
        assertTrue(a == b || distance > 4000, a + " " + b);
      }
    }
  }

  /** Every word is seen, also a rare one. */
  @Test
  void partsShowWhatHasWords() {
    Rectangle rare = new Rectangle(3000, 200, 40, 40);
    Map<String, List<Rectangle>> places =
        Map.of("common", List.of(new Rectangle(0, 0, 1500, 1500)), "rare", List.of(rare));
    List<Tile> tiles = Tile.of(0, 4096, 4096, 1 << 18, places);
    assertTrue(tiles.stream().anyMatch(tile -> tile.part().contains(rare)), tiles.toString());
    assertTrue(tiles.stream().anyMatch(tile -> tile.part().intersects(0, 0, 1500, 1500)));
  }

  @Test
  void ofManyPlanesEachIsSeenByOnePart() {
    assertEquals(1, Tile.of(0, 1000, 1000, 16384, Map.of()).size());
  }
}
