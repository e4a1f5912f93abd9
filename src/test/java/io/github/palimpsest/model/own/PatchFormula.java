package io.github.palimpsest.model.own;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@link PatchUnet} computes, in plain loops and double precision. */
final class PatchFormula {
  private final KeptPictures pictures;
  private final PatchSettings s = PatchSettings.DEFAULT;
  private final PatchShape shape = new PatchShape(s.radius(), s.window());
  private final List<Asked> asked = new ArrayList<>();
  private final double sigma;
  private final double[] weights;
  private final boolean[] wanted;

  /** What is asked for at a level. */
  private record Asked(int h, int w, double[][] z, double[] hole, double[][] maps) {
    Asked half() {
      double[][] z2 = new double[z.length][];
      double[][] maps2 = new double[maps.length][];
      for (int k = 0; k < z.length; k++) {
        z2[k] = half(z[k]);
      }
      for (int k = 0; k < maps.length; k++) {
        maps2[k] = maps[k] == null ? null : half(maps[k]);
      }
      return new Asked(h / 2, w / 2, z2, half(hole), maps2);
    }

    private double[] half(double[] v) {
      double[] out = new double[h / 2 * (w / 2)];
      for (int i = 0; i < out.length; i++) {
        int at = i / (w / 2) * 2 * w + i % (w / 2) * 2;
        out[i] = (v[at] + v[at + 1] + v[at + w] + v[at + w + 1]) / 4;
      }
      return out;
    }
  }

  private record Match(long entry, double score) {}

  /**
   * @param weights weight of each map, which is null for none
   */
  PatchFormula(
      KeptPictures pictures,
      int h,
      int w,
      float[] x,
      double sigma,
      float[] mask,
      float[] masked,
      double[] weights,
      float[][] maps,
      boolean[] wanted) {
    this.pictures = pictures;
    this.sigma = sigma;
    this.weights = weights;
    this.wanted = wanted;
    int n = h * w;
    double[][] z = new double[pictures.channels()][n];
    double[] hole = new double[n];
    double[][] m = new double[maps.length][];
    for (int i = 0; i < n; i++) {
      hole[i] = mask[i];
      for (int k = 0; k < z.length; k++) {
        double noisy = x[k * n + i] * Math.sqrt(1 + sigma * sigma);
        z[k][i] = mask[i] * noisy + (1 - mask[i]) * masked[k * n + i];
      }
    }
    for (int k = 0; k < m.length; k++) {
      m[k] = maps[k] == null ? null : new double[n];
      for (int i = 0; m[k] != null && i < n; i++) {
        m[k][i] = maps[k][i];
      }
    }
    asked.add(new Asked(h, w, z, hole, m));
    while (asked.size() < pictures.levels().size()) {
      asked.add(asked.get(asked.size() - 1).half());
    }
  }

  /** The clean estimate [channels · h · w]. */
  float[] estimate() {
    int top = asked.size() - 1;
    int level = 0;
    while (level < top && sigma / (1 << level) > s.threshold()) {
      level++;
    }
    List<List<Match>> best = new ArrayList<>();
    for (int l = top; l >= level; l--) {
      best = search(l, best);
    }
    Asked at = asked.get(level);
    double[][] cells = new double[at.z.length][];
    for (int k = 0; k < cells.length; k++) {
      cells[k] = at.z[k].clone();
    }
    for (int i = 0; i < at.hole.length; i++) {
      List<Match> own = best.get(i);
      for (int k = 0; own != null && k < cells.length; k++) {
        double most = own.stream().mapToDouble(Match::score).max().orElseThrow();
        double sum = 0;
        double value = 0;
        for (Match match : own) {
          double weight = Math.exp(match.score - most);
          sum += weight;
          value += weight * pictures.levels().get(level).values()[k][(int) (match.entry / 8)];
        }
        cells[k][i] = value / sum;
      }
    }
    return enlarged(cells, at, level);
  }

  /** For every cell of the hole its matches, null for others. */
  private List<List<Match>> search(int l, List<List<Match>> above) {
    Asked at = asked.get(l);
    KeptLevel kept = pictures.levels().get(l);
    boolean[] allowed = allowed(kept);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < allowed.length; i++) {
      if (allowed[i]) {
        places.add(i);
      }
    }
    List<List<Match>> out = new ArrayList<>();
    for (int i = 0; i < at.hole.length; i++) {
      if (at.hole[i] == 0) {
        out.add(null);
        continue;
      }
      Set<Long> entries = new LinkedHashSet<>();
      int y = i / at.w;
      int x = i % at.w;
      if (l == asked.size() - 1) {
        for (long entry : kept.whole()) {
          entries.add(entry);
        }
      } else {
        children(y, x, asked.get(l + 1), pictures.levels().get(l + 1), above, kept, entries);
        for (int k = 0; k < s.random(); k++) {
          long mixed = ((long) i + 1) * (PatchSearch.mix(k + 1) >>> 34 | 1) % 2147483647;
          long place = places.get((int) (mixed % places.size()));
          entries.add(place * 8 + mixed / 1024 % s.orientations());
        }
      }
      List<Match> matches = new ArrayList<>();
      for (long entry : entries) {
        if (allowed[(int) (entry / 8)]) {
          matches.add(new Match(entry, score(l, y, x, entry)));
        }
      }
      matches.sort(Comparator.comparingDouble(match -> -match.score));
      out.add(matches);
    }
    return out;
  }

  /** Whether each plane looks as the known pixels do. */
  private boolean[] alike() {
    Asked fine = asked.get(0);
    int channels = fine.z.length;
    double[] differences = new double[pictures.looks().length];
    for (int k = 0; k < channels; k++) {
      double n = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < fine.hole.length; i++) {
        double v = fine.hole[i] == 0 ? fine.z[k][i] : 0;
        n += fine.hole[i] == 0 ? 1 : 0;
        sum += v;
        squares += v * v;
      }
      double deviation = Math.sqrt(squares / n - sum / n * sum / n);
      for (int p = 0; p < differences.length; p++) {
        float[] look = pictures.looks()[p];
        differences[p] +=
            Math.pow(look[k] - sum / n, 2) + Math.pow(look[channels + k] - deviation, 2);
      }
    }
    double least = Arrays.stream(differences).min().orElseThrow();
    boolean[] alike = new boolean[differences.length];
    for (int p = 0; p < alike.length; p++) {
      alike[p] = differences[p] <= 2 * least + 0.04;
    }
    return alike;
  }

  private boolean[] allowed(KeptLevel kept) {
    boolean[] own = new boolean[kept.cells()];
    boolean any = false;
    for (int i = 0; i < own.length; i++) {
      for (int w = 0; w < wanted.length; w++) {
        own[i] |= wanted[w] && kept.words()[w][i] == 1 && kept.centres()[i] == 1;
      }
      any |= own[i];
    }
    boolean[] alike = alike();
    for (int i = 0; !any && i < own.length; i++) {
      own[i] = kept.centres()[i] == 1 && alike[(int) kept.planes()[i / kept.width()]];
    }
    return own;
  }

  private void children(
      int y,
      int x,
      Asked parents,
      KeptLevel from,
      List<List<Match>> above,
      KeptLevel kept,
      Set<Long> entries) {
    for (int v = 0; v < 2; v++) {
      for (int u = 0; u < 2; u++) {
        int py = y / 2 + (v == 0 ? 0 : y % 2 * 2 - 1);
        int px = x / 2 + (u == 0 ? 0 : x % 2 * 2 - 1);
        boolean inside = py >= 0 && px >= 0 && py < parents.h && px < parents.w;
        List<Match> own = inside ? above.get(py * parents.w + px) : null;
        for (int k = 0; own != null && k < Math.min(s.handed(), own.size()); k++) {
          long entry = own.get(k).entry;
          int o = (int) (entry % 8);
          int at = (int) (entry / 8);
          int dy = 2 * y - 4 * py - 1;
          int dx = 2 * x - 4 * px - 1;
          int cx = Math.floorDiv(4 * (at % from.width()) + 1 + PatchShape.turnedX(o, dx, dy), 2);
          int cy = Math.floorDiv(4 * (at / from.width()) + 1 + PatchShape.turnedY(o, dx, dy), 2);
          if (cx >= 0 && cy >= 0 && cx < kept.width() && cy < kept.height()) {
            entries.add((cy * kept.width() + cx) * 8L + o);
          }
        }
      }
    }
  }

  private double score(int l, int y, int x, long entry) {
    Asked at = asked.get(l);
    KeptLevel kept = pictures.levels().get(l);
    int[] offsets = shape.offsets(kept.width())[(int) (entry % 8)];
    double spread = Math.max(s.lastSpread(), Math.min(s.spread(), s.slope() * sigma));
    double score = 0;
    for (int j = 0; j < shape.cells(); j++) {
      int v = y + shape.dy[j];
      int u = x + shape.dx[j];
      if (v < 0 || u < 0 || v >= at.h || u >= at.w) {
        continue;
      }
      int i = v * at.w + u;
      double hole = at.hole[i];
      double noise = sigma * sigma / (1 << 2 * l) * Math.max(s.trust() * s.trust(), hole);
      noise *= hole > 0 ? s.doubt() * s.doubt() : 1;
      double a = (hole + (1 - hole) * s.rim()) / (noise + spread * spread) * shape.weights[j];
      int from = (int) (entry / 8) + offsets[j];
      for (int k = 0; k < at.z.length; k++) {
        double d = at.z[k][i] - kept.values()[k][from];
        score -= a * d * d / 2;
      }
      for (int k = 0; k < at.maps.length; k++) {
        double m = kept.values()[at.z.length + k][from];
        double fit = at.maps[k] == null ? 0 : at.maps[k][i] * m - m * m / 2;
        score += weights[k] * shape.weights[j] / (s.mapSpread() * s.mapSpread()) * fit;
      }
    }
    return score;
  }

  private float[] enlarged(double[][] cells, Asked at, int level) {
    Asked fine = asked.get(0);
    int n = fine.h * fine.w;
    float[] out = new float[cells.length * n];
    for (int k = 0; k < cells.length; k++) {
      for (int i = 0; i < n; i++) {
        double y = (i / fine.w + .5) / (1 << level);
        double x = (i % fine.w + .5) / (1 << level);
        double e = fine.hole[i] > 0 ? linear(cells[k], at, y, x) : fine.z[k][i];
        out[k * n + i] = (float) e;
      }
    }
    return out;
  }

  private static double linear(double[] v, Asked at, double y, double x) {
    double sy = Math.max(0, Math.min(at.h - 1, y - .5));
    double sx = Math.max(0, Math.min(at.w - 1, x - .5));
    int y0 = (int) sy;
    int x0 = (int) sx;
    int y1 = Math.min(y0 + 1, at.h - 1);
    int x1 = Math.min(x0 + 1, at.w - 1);
    double upper = v[y0 * at.w + x0] * (1 - sx + x0) + v[y0 * at.w + x1] * (sx - x0);
    double lower = v[y1 * at.w + x0] * (1 - sx + x0) + v[y1 * at.w + x1] * (sx - x0);
    return upper * (1 - sy + y0) + lower * (sy - y0);
  }
}
