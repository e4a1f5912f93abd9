package io.github.palimpsest.model.own;

import java.awt.Rectangle;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The search of one level: for every cell of the hole the patches of the bank with the least cost Σ
 * w a (z − P)², with z the patch around the cell, a one over its variance and w the window. The
 * coarsest level is searched through, and others that have few patches; a finer one tries what lies
 * under the matches of the level above, what neighbours found (Barnes et al. 2009, PatchMatch), and
 * some patches at random.
 *
 * <p>A pure function of the picture: every cell reads what others found in the round before, so the
 * matches are the same, bit by bit, on any number of threads.
 */
final class PatchSearch {
  private static final int CHUNK = 32;

  private final PatchSettings settings;
  private final PatchShape shape;
  private final PatchBank.Level bank;
  private final AverageLevel target;
  private final float[] mapPrecision;
  private final BooleanSupplier cancelled;
  private final int pictures;
  private float[] precision;
  private float inherited;
  private double sigma;
  private double spread;
  private PatchSurround surround;
  private SquareSums[] sums;
  private SquareSums pixels;
  private SquareSums known;

  /**
   * @param pictures number of channels of the picture; those after them are maps
   * @param target the noisy picture at this level, its maps included
   * @param mapPrecision weight of each map
   */
  PatchSearch(
      PatchSettings settings,
      PatchShape shape,
      PatchBank.Level bank,
      AverageLevel target,
      int pictures,
      float[] mapPrecision,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.shape = shape;
    this.bank = bank;
    this.target = target;
    this.pictures = pictures;
    this.mapPrecision = mapPrecision;
    this.cancelled = cancelled;
  }

  /**
   * Searches.
   *
   * @param sigma noise of a pixel of the hole
   * @param spread variance that is always granted
   * @param above matches of the level above, or null at the coarsest
   * @param aboveWidth columns of the level above
   */
  PatchMatches search(
      double sigma, double spread, PatchMatches above, int aboveWidth, boolean wide) {
    this.sigma = sigma;
    this.spread = spread;
    precision = precision();
    inherited = (float) (settings.inherit() * Math.min(1, sigma / settings.inheritAt()));
    if (above != null && settings.rings() > 0) {
      surround = bank.surround(pictures, settings.rings());
      Rectangle reach = PatchSurround.reach(target);
      sums = new SquareSums[pictures];
      for (int c = 0; c < pictures; c++) {
        float[] v = target.values()[c];
        sums[c] = new SquareSums(reach, target.width(), i -> v[i] * target.pixels()[i]);
      }
      pixels = new SquareSums(reach, target.width(), i -> target.pixels()[i]);
      known = new SquareSums(reach, target.width(), i -> target.pixels()[i] * target.known()[i]);
    }
    PatchMatches matches = new PatchMatches(target, settings.kept());
    if (above == null) {
      matches.weighAll(pictures);
      run(matches, (cell, tried) -> tried.offerAll(bank.table(settings.top())));
      return matches;
    }
    if (wide) {
      matches.weighAll(pictures);
      run(matches, (cell, tried) -> tried.offerAll(bank.table(settings.wide())));
    }
    boolean small = (long) bank.centres.length * settings.orientations() <= settings.top();
    run(
        matches,
        (cell, tried) -> {
          children(matches.cells[cell], above, aboveWidth, tried);
          if (small) {
            tried.offerRest(bank.table(settings.top()));
          } else {
            random(matches.cells[cell], tried);
          }
        });
    PatchMatches before = new PatchMatches(target, settings.kept());
    for (int round = 0; round < settings.rounds(); round++) {
      matches.copyTo(before);
      run(matches, (cell, tried) -> neighbours(matches.cells[cell], before, tried));
    }
    return matches;
  }

  private float[] precision() {
    float[] out = new float[target.known().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) precision(target.pixels()[i], target.known()[i]);
    }
    return out;
  }

  /** One over the variance granted to a mean of pixels of which a share is known. */
  private double precision(double pixels, double known) {
    double trust = settings.trust() * settings.trust();
    double doubt = 1 + (settings.doubt() - 1) * Math.min(1, sigma / settings.doubtAt());
    double noise = sigma * sigma / pixels * Math.max(1 - known, trust);
    return (1 - known + known * settings.rim())
        / (noise * (known < 1 ? doubt * doubt : 1) + spread);
  }

  private void children(int cell, PatchMatches above, int aboveWidth, Tried tried) {
    int x = cell % target.width();
    int y = cell / target.width();
    int aboveHeight = above.number.length / aboveWidth;
    // the parent and the three others that are nearest
    for (int v = 0; v < 2; v++) {
      for (int u = 0; u < 2; u++) {
        int px = (x >> 1) + (u == 0 ? 0 : (x & 1) == 0 ? -1 : 1);
        int py = (y >> 1) + (v == 0 ? 0 : (y & 1) == 0 ? -1 : 1);
        if (px < 0 || py < 0 || px >= aboveWidth || py >= aboveHeight) {
          continue;
        }
        int parent = above.number[py * aboveWidth + px];
        if (parent < 0) {
          continue;
        }
        int n = Math.min(settings.handed(), above.counts[parent]);
        for (int k = 0; k < n; k++) {
          int e = above.entries[parent * above.kept + k];
          int at = e >> 3;
          int o = e & 7;
          // doubled offset of this cell from the centre of the parent
          int dx = 2 * x - 4 * px - 1;
          int dy = 2 * y - 4 * py - 1;
          tried.offer(
              (4 * (at % aboveBank(bank)) + 1 + PatchShape.turnedX(o, dx, dy)) >> 1,
              (4 * (at / aboveBank(bank)) + 1 + PatchShape.turnedY(o, dx, dy)) >> 1,
              o,
              inherited
                  * (above.costs[parent * above.kept + k] - above.costs[parent * above.kept]));
        }
      }
    }
  }

  private static int aboveBank(PatchBank.Level bank) {
    return (bank.cells.width() + 1) / 2;
  }

  private void neighbours(int cell, PatchMatches before, Tried tried) {
    int x = cell % target.width();
    int y = cell / target.width();
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        int nx = x + dx;
        int ny = y + dy;
        if (nx < 0 || ny < 0 || nx >= target.width() || ny >= target.height()) {
          continue;
        }
        int from = before.number[ny * target.width() + nx];
        if (from < 0 || dx == 0 && dy == 0) {
          continue;
        }
        int n = Math.min(settings.exchanged(), before.counts[from]);
        for (int k = 0; k < n; k++) {
          int e = before.entries[from * before.kept + k];
          int o = e & 7;
          tried.offer(
              (e >> 3) % bank.cells.width() + PatchShape.turnedX(o, -dx, -dy),
              (e >> 3) / bank.cells.width() + PatchShape.turnedY(o, -dx, -dy),
              o,
              before.bases[from * before.kept + k]);
        }
      }
    }
  }

  private void random(int cell, Tried tried) {
    int turns = settings.orientations();
    for (int k = 0; k < settings.random() && bank.centres.length > 0; k++) {
      long bits = mix(cell * 0x9E3779B97F4A7C15L + k);
      int at = bank.centres[(int) Long.remainderUnsigned(bits >>> 8, bank.centres.length)];
      int w = bank.cells.width();
      tried.offer(at % w, at / w, (int) (bits & 7) % turns, tried.worstBase());
    }
  }

  /** A well-mixed number (Steele et al. 2014, SplitMix64). */
  static long mix(long z) {
    long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
    return b ^ b >>> 31;
  }

  private interface Proposals {
    void offer(int cell, Tried tried);
  }

  private void run(PatchMatches matches, Proposals proposals) {
    int chunks = (matches.cells.length + CHUNK - 1) / CHUNK;
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk -> {
              if (cancelled.getAsBoolean()) {
                return;
              }
              Tried tried = new Tried(matches);
              int end = Math.min(matches.cells.length, (chunk + 1) * CHUNK);
              for (int cell = chunk * CHUNK; cell < end; cell++) {
                tried.begin(cell);
                proposals.offer(cell, tried);
              }
            });
  }

  /** The candidates of one cell, each counted once. For one thread. */
  private final class Tried {
    private final PatchMatches matches;
    private final float[] z;
    private final float[] a;
    private final float[] ringZ;
    private final float[] ringA;
    private final int[] seen = new int[1024];
    private final int[] used = new int[512];
    private int uses;
    private int cell;

    Tried(PatchMatches matches) {
      this.matches = matches;
      int planes = target.values().length;
      z = new float[shape.cells() * planes];
      a = new float[shape.cells() * planes];
      ringZ = new float[surround == null ? 0 : surround.dx.length * pictures];
      ringA = new float[ringZ.length];
    }

    void begin(int next) {
      cell = next;
      for (int k = 0; k < uses; k++) {
        seen[used[k]] = 0;
      }
      uses = 0;
      for (int k = 0; k < matches.counts[cell]; k++) {
        mark(matches.entries[cell * matches.kept + k]);
      }
      int x = matches.cells[cell] % target.width();
      int y = matches.cells[cell] / target.width();
      int planes = target.values().length;
      for (int j = 0; j < shape.cells(); j++) {
        int u = x + shape.dx[j];
        int v = y + shape.dy[j];
        boolean in = u >= 0 && v >= 0 && u < target.width() && v < target.height();
        int i = v * target.width() + u;
        for (int c = 0; c < planes; c++) {
          float p = !in ? 0 : c < pictures ? precision[i] : mapPrecision[c - pictures];
          a[j * planes + c] = p * shape.weights[j];
          z[j * planes + c] = in ? target.values()[c][i] : 0;
        }
      }
      if (surround != null) {
        lookAround(x, y);
      }
    }

    private void lookAround(int x, int y) {
      for (int k = 0; k < surround.dx.length; k++) {
        int u = x + surround.dx[k];
        int v = y + surround.dy[k];
        boolean in = u >= 0 && v >= 0 && u < target.width() && v < target.height();
        int radius = PatchSurround.radius(k);
        double n = in ? pixels.of(u, v, radius) : 0;
        double p =
            in
                ? settings.ringWeight()
                    / (1 / precision(n, known.of(u, v, radius) / n)
                        + settings.ringSpread() * settings.ringSpread())
                : 0;
        for (int c = 0; c < pictures; c++) {
          ringA[k * pictures + c] = (float) p;
          ringZ[k * pictures + c] = in ? (float) (sums[c].of(u, v, radius) / n) : 0;
        }
      }
    }

    private float around(int at, int[] offsets, float sum, float bound) {
      int i = 0;
      float miss = (float) (settings.ringMiss() * settings.ringMiss());
      for (int k = 0; k < offsets.length; k++) {
        float[][] means = surround.means[PatchSurround.ring(k)];
        for (int c = 0; c < pictures; c++, i++) {
          float m = means[c][at + offsets[k]];
          float d = ringZ[i] - m;
          sum += ringA[i] * (m == m ? d * d : miss);
        }
        if (sum >= bound) {
          return Float.MAX_VALUE;
        }
      }
      return sum;
    }

    /** False if the entry was there. */
    private boolean mark(int entry) {
      int at = (entry * 0x9E3779B9) >>> 22;
      while (seen[at] != 0) {
        if (seen[at] == entry + 1) {
          return false;
        }
        at = at + 1 & 1023;
      }
      if (uses < used.length) {
        seen[at] = entry + 1;
        used[uses++] = at;
      }
      return true;
    }

    void offer(int x, int y, int orientation, float base) {
      if (bank.has(x, y)) {
        int entry = (y * bank.cells.width() + x) * 8 + orientation;
        float bound = matches.bound(cell);
        if (base < bound && mark(entry)) {
          float cost = cost(entry >> 3, bank.offsets[entry & 7], bound - base);
          if (surround != null && cost < bound - base) {
            cost = around(surround.at(x, y), surround.offsets[orientation], cost, bound - base);
          }
          matches.add(cell, entry, base + cost, base);
        }
      }
    }

    /** What a candidate that nothing above speaks for begins with. */
    float worstBase() {
      float worst = 0;
      for (int k = 0; k < matches.counts[cell]; k++) {
        worst = Math.max(worst, matches.bases[cell * matches.kept + k]);
      }
      return worst;
    }

    /** All patches of a table, none of which was offered before. */
    void offerAll(PatchTable table) {
      float[] costs = new float[PatchTable.BLOCK];
      for (int first = 0; first < table.entries.length; first += PatchTable.BLOCK) {
        int n = table.costs(first, z, a, costs);
        matches.weigh(cell, costs, n, table.centres, first);
        for (int k = 0; k < n; k++) {
          if (costs[k] < matches.bound(cell)) {
            matches.add(cell, table.entries[first + k], costs[k], 0);
          }
        }
      }
    }

    /** Those patches of a table that were not offered before and that nothing above speaks for. */
    void offerRest(PatchTable table) {
      float base = worstBase();
      float[] costs = new float[PatchTable.BLOCK];
      for (int first = 0; first < table.entries.length; first += PatchTable.BLOCK) {
        int n = table.costs(first, z, a, costs);
        for (int k = 0; k < n; k++) {
          int entry = table.entries[first + k];
          if (base + costs[k] < matches.bound(cell) && mark(entry)) {
            matches.add(cell, entry, base + costs[k], base);
          }
        }
      }
    }

    private float cost(int at, int[] offsets, float bound) {
      float[][] values = bank.cells.values();
      int planes = values.length;
      if (planes == 1) {
        return cost(values[0], at, offsets, bound);
      }
      float sum = 0;
      int i = 0;
      for (int j = 0; j < offsets.length; ) {
        int end = Math.min(offsets.length, j + 12);
        for (; j < end; j++) {
          int from = at + offsets[j];
          for (int c = 0; c < planes; c++, i++) {
            float d = z[i] - values[c][from];
            sum += a[i] * d * d;
          }
        }
        if (sum >= bound) {
          return Float.MAX_VALUE;
        }
      }
      return sum;
    }

    private float cost(float[] values, int at, int[] offsets, float bound) {
      float sum = 0;
      for (int j = 0; j < offsets.length; ) {
        int end = Math.min(offsets.length, j + 12);
        for (; j < end; j++) {
          float d = z[j] - values[at + offsets[j]];
          sum += a[j] * d * d;
        }
        if (sum >= bound) {
          return Float.MAX_VALUE;
        }
      }
      return sum;
    }
  }
}
