package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TilingTest {
  @Test
  void startsCoverThePlane() {
    assertArrayEquals(new int[] {0}, Tiling.starts(64, 64, 16, 1));
    for (int length = 65; length < 400; length++) {
      int[] starts = Tiling.starts(length, 64, 16, 1);
      assertEquals(0, starts[0]);
      assertEquals(length - 64, starts[starts.length - 1]);
      for (int i = 1; i < starts.length; i++) {
        int shared = starts[i - 1] + 64 - starts[i];
        assertTrue(shared >= 16 && shared < 64, length + ": " + shared);
      }
    }
  }

  /** As few as possible, at most as large as allowed, sharing at least a quarter of the side. */
  @Test
  void choosesFewLargeTiles() {
    int side = 96;
    assertEquals(new Tiling(104, 88, 104, 88, 0), Tiling.of(104, 88, side * side));
    assertEquals(new Tiling(104, 120, 104, 88, 24), Tiling.of(104, 120, side * side));
    for (int height = 10; height < 420; height += 37) {
      for (int width = 10; width < 420; width += 23) {
        Tiling tiling = Tiling.of(height, width, side * side);
        String what = height + " x " + width + ": " + tiling;
        int th = tiling.tileHeight();
        int tw = tiling.tileWidth();
        assertTrue(th * tw <= side * side && th <= height && tw <= width, what);
        int count =
            Tiling.starts(height, th, tiling.overlap(), 1).length
                * Tiling.starts(width, tw, tiling.overlap(), 1).length;
        int square =
            Tiling.starts(height, Math.min(side, height), side / 4, 1).length
                * Tiling.starts(width, Math.min(side, width), side / 4, 1).length;
        assertTrue(count <= square, what + " are " + count + ", squares " + square);
      }
    }
  }

  private interface Value {
    float at(int y, int x);
  }

  private static float[] tile(int height, int width, Value value) {
    float[] tile = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        tile[y * width + x] = value.at(y, x);
      }
    }
    return tile;
  }

  /** What lies within the margin of a cut is not used: there a tile may say anything. */
  @Test
  void leavesOutWhatIsNextToACut() {
    Tiling tiling = Tiling.of(150, 140, 64 * 64);
    int th = tiling.tileHeight();
    int tw = tiling.tileWidth();
    float[] result =
        tiling.blend(
            1,
            1,
            (row, column) ->
                tile(
                    th,
                    tw,
                    (y, x) -> {
                      boolean cut =
                          row > 0 && y < 5
                              || row + th < 150 && y >= th - 5
                              || column > 0 && x < 5
                              || column + tw < 140 && x >= tw - 5;
                      return cut ? 1e6f : 1;
                    }));
    for (float v : result) {
      assertEquals(1, v, 1e-6);
    }
  }

  /** Tiles that agree blend to what they agree on: doubling every cell. */
  @Test
  void blendsToTheWhole() {
    int h = 130;
    int w = 111;
    float[] plane = new float[2 * h * w];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) Math.sin(i * 0.37);
    }
    Tiling tiling = Tiling.of(h, w, 64 * 64);
    float[] result = tiling.blend(2, 1, (row, column) -> tiling.cut(plane, 2, 1, row, column));
    assertArrayEquals(plane, result, 1e-6f);
  }

  @Test
  void scalesWhatTilesGive() {
    Tiling tiling = Tiling.of(100, 100, 64 * 64);
    int th = tiling.tileHeight() * 2;
    int tw = tiling.tileWidth() * 2;
    float[] result =
        tiling.blend(
            1, 2, (row, column) -> tile(th, tw, (y, x) -> (row * 2 + y) * 1000 + column * 2 + x));
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        assertEquals(y * 1000 + x, result[y * 200 + x], 0.05);
      }
    }
  }
}
