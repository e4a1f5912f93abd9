package io.github.palimpsest.model.own;

import java.util.ArrayList;
import java.util.List;

/**
 * The patches of a picture at every level: those whose cells are all known. No patch is copied; a
 * patch is an entry, position · 8 + orientation, of its level.
 */
final class PatchBank {
  /** A level is of no use with fewer patches. */
  private static final int LEAST = 32;

  /** One level of the bank. */
  static final class Level {
    final AverageLevel cells;
    final int[][] offsets;

    /** Positions of the centres of all patches, ascending. */
    final int[] centres;

    private final boolean[] centre;
    private final int turns;
    private PatchTable table;
    private PatchSurround surround;

    Level(AverageLevel cells, PatchShape shape, boolean[] centre, PatchSettings settings) {
      this.cells = cells;
      turns = settings.orientations();
      this.centre = centre;
      offsets = shape.offsets(cells.width());
      int n = 0;
      for (boolean c : centre) {
        n += c ? 1 : 0;
      }
      centres = new int[n];
      int k = 0;
      for (int i = 0; i < centre.length; i++) {
        if (centre[i]) {
          centres[k++] = i;
        }
      }
    }

    /** Evenly spaced patches for a full search; made when first asked for. */
    synchronized PatchTable table(int most) {
      if (table == null) {
        table = new PatchTable(this, most, turns);
      }
      return table;
    }

    /** What lies around the patches; made when first asked for. */
    synchronized PatchSurround surround(int channels, int rings) {
      if (surround == null) {
        surround = new PatchSurround(cells, channels, rings);
      }
      return surround;
    }

    /** Whether a patch has its centre at a cell. */
    boolean has(int x, int y) {
      return x >= 0
          && y >= 0
          && x < cells.width()
          && y < cells.height()
          && centre[y * cells.width() + x];
    }
  }

  private PatchBank() {}

  /**
   * The levels, the finest first, as far as there are patches.
   *
   * @param planes channels of the picture, then of its control maps [channels][height · width]
   * @param known 1 where the picture may be copied from, 0 elsewhere
   * @param allowed where centres may lie, or null for everywhere
   * @return at least one level; the first may be without patches
   */
  static List<Level> of(
      int width,
      int height,
      float[][] planes,
      float[] known,
      float[] allowed,
      PatchShape shape,
      PatchSettings settings) {
    List<Level> levels = new ArrayList<>();
    AverageLevel cells = AverageLevel.finest(width, height, planes, known);
    AverageLevel words =
        allowed == null ? null : AverageLevel.finest(width, height, new float[][] {allowed}, known);
    for (int l = 0; l < settings.levels(); l++) {
      Level level =
          new Level(cells, shape, centres(cells, words, shape.radius, 1 << 2 * l), settings);
      if (l > 0 && level.centres.length < LEAST) {
        break;
      }
      levels.add(level);
      cells = cells.above();
      words = words == null ? null : words.above();
    }
    return levels;
  }

  private static boolean[] centres(AverageLevel cells, AverageLevel words, int radius, int full) {
    int w = cells.width();
    int h = cells.height();
    // unknown cells above and left of each cell, for sums over squares
    int[] sum = new int[(w + 1) * (h + 1)];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        int bad = cells.known()[i] < 1 || cells.pixels()[i] < full ? 1 : 0;
        sum[(y + 1) * (w + 1) + x + 1] =
            bad + sum[y * (w + 1) + x + 1] + sum[(y + 1) * (w + 1) + x] - sum[y * (w + 1) + x];
      }
    }
    boolean[] centre = new boolean[w * h];
    for (int y = radius; y < h - radius; y++) {
      for (int x = radius; x < w - radius; x++) {
        int x1 = x + radius + 1;
        int y0 = (y - radius) * (w + 1);
        int y1 = (y + radius + 1) * (w + 1);
        int bad = sum[y1 + x1] - sum[y0 + x1] - sum[y1 + x - radius] + sum[y0 + x - radius];
        centre[y * w + x] = bad == 0 && (words == null || words.values()[0][y * w + x] >= 0.5f);
      }
    }
    return centre;
  }
}
