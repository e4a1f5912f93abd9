package io.github.palimpsest.model.own;

import io.github.palimpsest.model.ExamplePicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a kept model has learnt: pictures at every level, and where their patches are.
 *
 * @param channels of the picture
 * @param kinds names of their control maps
 * @param words names of what lies in them
 * @param looks of each plane that was read: means, then deviations of the channels [planes][2
 *     channels]
 * @param levels from the pixels (0) to cells of 2^l pixels a side
 */
record KeptPictures(
    int channels, List<String> kinds, List<String> words, float[][] looks, List<KeptLevel> levels) {

  /**
   * Lays out pictures.
   *
   * @param pictures with a map of one channel for each kind
   * @param from the number of the plane that each was read from
   */
  static KeptPictures of(
      List<ExamplePicture> pictures,
      List<Integer> from,
      int channels,
      List<String> kinds,
      List<String> words,
      PatchSettings settings) {
    ExampleAtlas atlas = new ExampleAtlas(pictures, 1 << settings.levels() - 1);
    float[][] planes = new float[channels + kinds.size()][];
    for (int c = 0; c < channels; c++) {
      planes[c] = atlas.channel(c);
    }
    for (int k = 0; k < kinds.size(); k++) {
      planes[channels + k] = atlas.map(k, 0);
    }
    float[][] areas = new float[words.size()][];
    for (int w = 0; w < areas.length; w++) {
      areas[w] = atlas.words(Set.of(words.get(w)));
    }
    PatchShape shape = new PatchShape(settings.radius(), settings.window());
    List<PatchBank.Level> bank =
        PatchBank.of(atlas.width, atlas.height, planes, atlas.known(), null, shape, settings);
    AverageLevel shares = AverageLevel.finest(atlas.width, atlas.height, areas, atlas.known());
    List<KeptLevel> levels = new ArrayList<>();
    for (int l = 0; l < bank.size(); l++) {
      byte[][] under = members(shares.values(), l);
      boolean last = l == bank.size() - 1;
      long[] whole = last ? whole(bank.get(l).centres, under, settings) : new long[0];
      long[] rows = new long[bank.get(l).cells.height()];
      for (int y = 0; y < rows.length; y++) {
        rows[y] = from.get(atlas.picture(y << l));
      }
      levels.add(level(bank.get(l), under, whole, rows));
      shares = shares.above();
    }
    return new KeptPictures(channels, kinds, words, looks(pictures, from, channels), levels);
  }

  /** Above the pixels a cell belongs to every word that touches it: what lies below it counts. */
  private static byte[][] members(float[][] shares, int level) {
    float least = level == 0 ? 0.5f : 1e-6f;
    byte[][] words = new byte[shares.length][];
    for (int w = 0; w < words.length; w++) {
      words[w] = new byte[shares[w].length];
      for (int i = 0; i < words[w].length; i++) {
        words[w][i] = (byte) (shares[w][i] >= least ? 1 : 0);
      }
    }
    return words;
  }

  private static KeptLevel level(PatchBank.Level from, byte[][] words, long[] whole, long[] rows) {
    byte[] centres = new byte[from.cells.width() * from.cells.height()];
    for (int at : from.centres) {
      centres[at] = 1;
    }
    AverageLevel cells = from.cells;
    return new KeptLevel(
        cells.width(), cells.height(), cells.values(), centres, words, whole, rows);
  }

  /** Mean and deviation of every channel of the known pixels of each plane. */
  private static float[][] looks(List<ExamplePicture> pictures, List<Integer> from, int channels) {
    int planes = 1 + from.stream().mapToInt(plane -> plane).max().orElse(0);
    double[] n = new double[planes];
    double[][] sums = new double[planes][2 * channels];
    for (int k = 0; k < from.size(); k++) {
      ExamplePicture picture = pictures.get(k);
      for (int i = 0; i < picture.known().length; i++) {
        for (int c = 0; c < channels && picture.known()[i] == 1; c++) {
          double v = picture.planes()[c][i];
          sums[from.get(k)][c] += v;
          sums[from.get(k)][channels + c] += v * v;
        }
        n[from.get(k)] += picture.known()[i];
      }
    }
    float[][] looks = new float[planes][2 * channels];
    for (int p = 0; p < planes; p++) {
      for (int c = 0; c < channels; c++) {
        double mean = sums[p][c] / Math.max(1, n[p]);
        double square = sums[p][channels + c] / Math.max(1, n[p]);
        looks[p][c] = (float) mean;
        looks[p][channels + c] = (float) Math.sqrt(Math.max(0, square - mean * mean));
      }
    }
    return looks;
  }

  /** As many patches as are allowed, evenly spaced; the same share again for each word. */
  private static long[] whole(int[] centres, byte[][] words, PatchSettings settings) {
    int turns = settings.orientations();
    int most = Math.max(1, settings.top() / turns);
    TreeSet<Integer> chosen = new TreeSet<>(evenly(centres, most));
    for (byte[] word : words) {
      int[] own = Arrays.stream(centres).filter(at -> word[at] == 1).toArray();
      chosen.addAll(evenly(own, Math.max(1, most / (words.length + 1))));
    }
    long[] entries = new long[chosen.size() * turns];
    int k = 0;
    for (int at : chosen) {
      for (int turn = 0; turn < turns; turn++) {
        entries[k++] = at * 8L + turn;
      }
    }
    return entries;
  }

  private static List<Integer> evenly(int[] centres, int most) {
    int n = Math.min(centres.length, most);
    List<Integer> out = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      out.add(centres[(int) ((long) k * centres.length / n)]);
    }
    return out;
  }

  /** Number of patches of a level in one orientation. */
  int patches(int level) {
    int n = 0;
    for (byte centre : levels.get(level).centres()) {
      n += centre;
    }
    return n;
  }
}
