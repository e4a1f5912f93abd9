package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TilingTest {
  @Test
  void startsCoverThePlane() {
    assertArrayEquals(new int[] {0}, Tiling.starts(64, 64, 16));
    for (int length = 65; length < 400; length++) {
      int[] starts = Tiling.starts(length, 64, 16);
      assertEquals(0, starts[0]);
      assertEquals(length - 64, starts[starts.length - 1]);
      for (int i = 1; i < starts.length; i++) {
        int shared = starts[i - 1] + 64 - starts[i];
        assertTrue(shared >= 16 && shared < 64, length + ": " + shared);
      }
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
    Tiling tiling = Tiling.of(h, w, 96 * 96, 64, 16);
    float[] result = tiling.blend(2, 1, (row, column) -> tiling.cut(plane, 2, 1, row, column));
    assertArrayEquals(plane, result, 1e-6f);
  }

  @Test
  void scalesWhatTilesGive() {
    Tiling tiling = Tiling.of(100, 100, 96 * 96, 64, 16);
    float[] result =
        tiling.blend(
            1,
            2,
            (row, column) -> {
              float[] tile = new float[128 * 128];
              for (int y = 0; y < 128; y++) {
                for (int x = 0; x < 128; x++) {
                  tile[y * 128 + x] = (row * 2 + y) * 1000 + column * 2 + x;
                }
              }
              return tile;
            });
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        assertEquals(y * 1000 + x, result[y * 200 + x], 0.05);
      }
    }
  }
}
