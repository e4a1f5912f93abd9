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
 * @param levels from the pixels (0) to cells of 2^l pixels a side
 */
record KeptPictures(int channels, List<String> kinds, List<String> words, List<KeptLevel> levels) {

  /**
   * Lays out pictures.
   *
   * @param pictures with a map of one channel for each kind
   */
  static KeptPictures of(
      List<ExamplePicture> pictures,
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
    float[][] under = new float[words.size()][];
    for (int w = 0; w < under.length; w++) {
      under[w] = atlas.words(Set.of(words.get(w)));
    }
    PatchShape shape = new PatchShape(settings.radius(), settings.window());
    List<PatchBank.Level> bank =
        PatchBank.of(atlas.width, atlas.height, planes, atlas.known(), null, shape, settings);
    AverageLevel shares = AverageLevel.finest(atlas.width, atlas.height, under, atlas.known());
    List<KeptLevel> levels = new ArrayList<>();
    for (int l = 0; l < bank.size(); l++) {
      boolean last = l == bank.size() - 1;
      levels.add(level(bank.get(l), shares.values(), l, last ? settings : null));
      shares = shares.above();
    }
    return new KeptPictures(channels, kinds, words, levels);
  }

  private static KeptLevel level(
      PatchBank.Level from, float[][] shares, int level, PatchSettings searched) {
    int n = from.cells.width() * from.cells.height();
    byte[] centres = new byte[n];
    for (int at : from.centres) {
      centres[at] = 1;
    }
    // above the pixels a cell belongs to every word that touches it: what lies below it counts
    float least = level == 0 ? 0.5f : 1e-6f;
    byte[][] words = new byte[shares.length][n];
    for (int w = 0; w < words.length; w++) {
      for (int i = 0; i < n; i++) {
        words[w][i] = (byte) (shares[w][i] >= least ? 1 : 0);
      }
    }
    return new KeptLevel(
        from.cells.width(),
        from.cells.height(),
        from.cells.values(),
        centres,
        words,
        searched == null ? new long[0] : whole(from.centres, words, searched));
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
