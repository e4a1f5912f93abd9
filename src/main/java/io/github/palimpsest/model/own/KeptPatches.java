package io.github.palimpsest.model.own;

import io.github.palimpsest.model.ExamplePicture;
import java.util.Arrays;
import java.util.List;

/**
 * Draws patches of one level from pictures, until there are as many as a kept model holds.
 *
 * <p>Places with structure are drawn more often than flat ones, in proportion to the deviation of
 * the cells around them, and those under rare words more often than others. The prior of a patch
 * undoes that: it is the logarithm of how many patches of the picture it stands for. Nothing is
 * random: patches are taken at equal steps along the sum of these chances, so the same pictures
 * give the same patches.
 */
final class KeptPatches {
  /** What flat places count, in mean deviations. */
  private static final double FLAT = 0.25;

  /** Cells around a centre whose deviation counts: the first of a {@link PatchShape}. */
  private static final int NEAR = 9;

  private static final float BYTE = 255;

  private final PatchSettings settings;
  private final PatchShape shape;
  private final int channels;
  private final int most;
  private final float[][] patches;
  private final byte[][][] maps;
  private final byte[][] members;
  private final float[] prior;
  private int count;

  KeptPatches(PatchSettings settings, int channels, int kinds, int words, int most) {
    this.settings = settings;
    this.channels = channels;
    this.most = most;
    shape = new PatchShape(settings.radius(), settings.window());
    patches = new float[channels * shape.cells()][most];
    maps = new byte[kinds][shape.cells()][most];
    members = new byte[words][most];
    prior = new float[most];
  }

  int count() {
    return count;
  }

  /**
   * Draws from a level of a picture.
   *
   * @param words for each word the share of each cell that lies under it
   * @param quota how many patches to draw
   */
  void draw(PatchBank.Level level, float[][] words, int quota) {
    int turns = settings.orientations();
    int n = Math.min(quota, most - count);
    if (level.centres.length * turns <= n) {
      for (int centre : level.centres) {
        for (int turn = 0; turn < turns; turn++) {
          add(level, words, centre, turn, 0);
        }
      }
      return;
    }
    double[] chances = chances(level, words);
    double all = Arrays.stream(chances).sum();
    double sum = 0;
    int taken = 0;
    for (int k = 0; k < chances.length && taken < n; k++) {
      sum += chances[k];
      while (taken < n && sum * n > (taken + 0.5) * all) {
        int turn = (int) (PatchSearch.mix(count * 0x9E3779B97F4A7C15L) & 7) % turns;
        double standsFor = turns * all / (n * chances[k]);
        add(level, words, level.centres[k], turn, (float) Math.log(standsFor));
        taken++;
      }
    }
  }

  private double[] chances(PatchBank.Level level, float[][] words) {
    double[] chances = new double[level.centres.length];
    int[] offsets = level.offsets[0];
    double mean = 0;
    for (int k = 0; k < chances.length; k++) {
      double variance = 0;
      for (int c = 0; c < channels; c++) {
        float[] v = level.cells.values()[c];
        double sum = 0;
        double squares = 0;
        for (int j = 0; j < NEAR; j++) {
          double d = v[level.centres[k] + offsets[j]] - v[level.centres[k]];
          sum += d;
          squares += d * d;
        }
        variance += (squares - sum * sum / NEAR) / NEAR;
      }
      chances[k] = Math.sqrt(Math.max(0, variance));
      mean += chances[k] / chances.length;
    }
    double flat = Math.max(FLAT * mean, 1e-6);
    for (int k = 0; k < chances.length; k++) {
      chances[k] += flat;
    }
    return evened(chances, level, words);
  }

  /** Gives every word half of an equal share of the patches at least. */
  private static double[] evened(double[] chances, PatchBank.Level level, float[][] words) {
    double all = Arrays.stream(chances).sum();
    double[] out = chances.clone();
    for (float[] word : words) {
      double own = 0;
      for (int k = 0; k < chances.length; k++) {
        own += under(word, level.centres[k]) ? chances[k] : 0;
      }
      double factor = all / (2 * words.length) / own;
      for (int k = 0; k < chances.length; k++) {
        if (own > 0 && factor > 1 && under(word, level.centres[k])) {
          out[k] = Math.max(out[k], chances[k] * factor);
        }
      }
    }
    return out;
  }

  private static boolean under(float[] word, int cell) {
    return word[cell] >= 0.5f;
  }

  private void add(PatchBank.Level level, float[][] words, int centre, int turn, float log) {
    int[] offsets = level.offsets[turn];
    float[][] values = level.cells.values();
    for (int j = 0; j < offsets.length; j++) {
      int at = centre + offsets[j];
      for (int c = 0; c < channels; c++) {
        patches[c * offsets.length + j][count] = values[c][at];
      }
      for (int kind = 0; kind < maps.length; kind++) {
        float share = Math.max(0, Math.min(1, values[channels + kind][at]));
        maps[kind][j][count] = (byte) Math.round(share * BYTE);
      }
    }
    for (int w = 0; w < words.length; w++) {
      members[w][count] = (byte) (under(words[w], centre) ? 1 : 0);
    }
    prior[count++] = log;
  }

  /** All that were drawn; the prior is 0 for those that stand for most. */
  KeptLevel level() {
    float top = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < count; k++) {
      top = Math.max(top, prior[k]);
    }
    float[] logs = new float[count];
    for (int k = 0; k < count; k++) {
      logs[k] = prior[k] - top;
    }
    int rows = shape.cells();
    float[] values = new float[channels * rows * count];
    for (int row = 0; row < patches.length; row++) {
      System.arraycopy(patches[row], 0, values, row * count, count);
    }
    byte[][] shown = new byte[maps.length][rows * count];
    for (int kind = 0; kind < maps.length; kind++) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(maps[kind][row], 0, shown[kind], row * count, count);
      }
    }
    byte[][] under = new byte[members.length][];
    for (int w = 0; w < under.length; w++) {
      under[w] = Arrays.copyOf(members[w], count);
    }
    return new KeptLevel(values, shown, logs, under);
  }

  /** The share of every cell of a level, and of those above it, that lies under each word. */
  static float[][][] words(ExamplePicture picture, int words, int levels) {
    float[][][] out = new float[levels][words][];
    float[][] planes = new float[words][picture.known().length];
    for (int w = 0; w < words; w++) {
      for (int i = 0; picture.words() != null && i < planes[w].length; i++) {
        planes[w][i] = picture.words()[i] >> w & 1;
      }
    }
    AverageLevel level =
        AverageLevel.finest(picture.width(), picture.height(), planes, picture.known());
    for (int l = 0; l < levels; l++) {
      out[l] = level.values();
      level = level.above();
    }
    return out;
  }

  /** Names a list of values as an array of planes, for {@link PatchBank}. */
  static float[][] planes(ExamplePicture picture, List<float[]> maps) {
    float[][] planes = Arrays.copyOf(picture.planes(), picture.planes().length + maps.size());
    for (int k = 0; k < maps.size(); k++) {
      planes[picture.planes().length + k] = maps.get(k);
    }
    return planes;
  }
}
