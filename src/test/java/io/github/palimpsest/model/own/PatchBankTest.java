package io.github.palimpsest.model.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Patches of a picture with unknown pixels, against a search through all places. */
class PatchBankTest {
  private static final int W = 61;
  private static final int H = 47;
  private static final PatchSettings SETTINGS = PatchSettings.DEFAULT;
  private static final PatchShape SHAPE = new PatchShape(SETTINGS.radius(), SETTINGS.window());

  private final float[][] values = new float[2][W * H];
  private final float[] known = new float[W * H];

  PatchBankTest() {
    Random random = new Random(3);
    for (int i = 0; i < W * H; i++) {
      boolean hole = i % W > 20 && i % W < 33 && i / W > 11 && i / W < 25 || i == 41 * W + 50;
      known[i] = hole ? 0 : 1;
      values[0][i] = hole ? Float.NaN : random.nextFloat();
      values[1][i] = hole ? Float.NaN : random.nextFloat();
    }
  }

  private List<PatchBank.Level> bank(float[] allowed) {
    return PatchBank.of(W, H, values, known, allowed, SHAPE, SETTINGS);
  }

  /** The mean of a square of whole pixels; NaN if one is unknown or missing. */
  private double mean(int c, int cell, int width, int level) {
    int side = 1 << level;
    double sum = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int u = cell % width * side + x;
        int v = cell / width * side + y;
        sum += u < W && v < H ? values[c][v * W + u] : Double.NaN;
      }
    }
    return sum / side / side;
  }

  @Test
  void holdsEveryWholePatchOfEveryLevelAndNoOther() {
    List<PatchBank.Level> levels = bank(null);
    assertTrue(levels.size() >= 2);
    for (int l = 0; l < levels.size(); l++) {
      PatchBank.Level level = levels.get(l);
      int w = level.cells.width();
      int r = SHAPE.radius;
      int number = l;
      int[] expected =
          IntStream.range(0, w * level.cells.height())
              .filter(
                  i ->
                      i % w >= r
                          && i / w >= r
                          && i % w < w - r
                          && i / w < level.cells.height() - r
                          && Arrays.stream(level.offsets[0])
                              .noneMatch(o -> Double.isNaN(mean(0, i + o, w, number))))
              .toArray();
      assertTrue(Arrays.equals(expected, level.centres), "level " + l);
      for (int i : expected) {
        assertTrue(level.has(i % w, i / w));
        assertEquals(mean(0, i, w, l), level.cells.values()[0][i], 1e-5);
        assertEquals(mean(1, i, w, l), level.cells.values()[1][i], 1e-5);
      }
    }
  }

  @Test
  void wordsLimitTheCentres() {
    float[] allowed = new float[W * H];
    IntStream.range(0, W * H).filter(i -> i % W >= 40).forEach(i -> allowed[i] = 1);
    PatchBank.Level finest = bank(allowed).get(0);
    int[] expected = Arrays.stream(bank(null).get(0).centres).filter(i -> i % W >= 40).toArray();
    assertTrue(expected.length > 0);
    assertTrue(Arrays.equals(expected, finest.centres));
  }

  /** The table of a level has the costs that the definition gives. */
  @Test
  void tableGivesTheCostsOfItsPatches() {
    PatchBank.Level level = bank(null).get(0);
    PatchTable table = new PatchTable(level, 1600, 8);
    assertEquals(1600, table.entries.length);
    Random random = new Random(4);
    float[] z = new float[SHAPE.cells() * 2];
    float[] a = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = random.nextFloat();
      a[i] = random.nextFloat();
    }
    float[] costs = new float[PatchTable.BLOCK];
    int seen = 0;
    for (int first = 0; first < table.entries.length; first += PatchTable.BLOCK) {
      int n = table.costs(first, z, a, costs);
      for (int k = 0; k < n; k++, seen++) {
        int entry = table.entries[first + k];
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
          int at = (entry >> 3) + level.offsets[entry & 7][i / 2];
          double d = z[i] - level.cells.values()[i % 2][at];
          sum += a[i] * d * d;
        }
        assertEquals(sum, costs[k], 1e-4 * sum);
      }
    }
    assertEquals(1600, seen);
  }
}
