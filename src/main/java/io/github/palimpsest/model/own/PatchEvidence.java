package io.github.palimpsest.model.own;

import java.awt.Rectangle;

/**
 * What a level of the noisy picture shows around each cell of the hole, and the cost of a patch of
 * the bank in view of it: Σ w a (z − P)², with z what is seen, P what the patch has in its place, a
 * one over the variance granted to it and w the window. Besides the cells of the patch it compares
 * what lies {@link PatchSurround around}. Any number of threads may read it.
 */
final class PatchEvidence {
  /** What is seen around more cells than these is read again each time. */
  private static final int MOST_KEPT = 16_384;

  private final PatchSettings settings;
  private final PatchShape shape;
  private final PatchBank.Level bank;
  private final AverageLevel target;
  private final int pictures;
  private final float[] mapPrecision;
  private final double sigma;
  private final double spread;
  private final float[] precision;
  private final PatchSurround surround;
  private SquareSums[] sums;
  private SquareSums pixels;
  private SquareSums known;
  private final Seen[] kept;

  /**
   * What is seen around one cell.
   *
   * @param z values of the patch, cell by cell, then those of what lies around
   * @param a their weights
   */
  record Seen(float[] z, float[] a) {}

  /**
   * @param target the noisy picture at this level, its maps included
   * @param pictures number of channels of the picture; those after them are maps
   * @param mapPrecision weight of each map
   * @param sigma noise of a pixel of the hole
   * @param spread variance that is always granted
   * @param around whether to compare what lies around
   * @param cells number of cells of the hole
   */
  PatchEvidence(
      PatchSettings settings,
      PatchShape shape,
      PatchBank.Level bank,
      AverageLevel target,
      int pictures,
      float[] mapPrecision,
      double sigma,
      double spread,
      boolean around,
      int cells) {
    this.settings = settings;
    this.shape = shape;
    this.bank = bank;
    this.target = target;
    this.pictures = pictures;
    this.mapPrecision = mapPrecision;
    this.sigma = sigma;
    this.spread = spread;
    kept = new Seen[cells <= MOST_KEPT ? cells : 0];
    precision = new float[target.known().length];
    for (int i = 0; i < precision.length; i++) {
      precision[i] = (float) precision(target.pixels()[i], target.known()[i]);
    }
    surround = around ? bank.surround(pictures, settings.rings()) : null;
    if (around) {
      Rectangle reach = PatchSurround.reach(target);
      int w = target.width();
      sums = new SquareSums[pictures];
      for (int c = 0; c < pictures; c++) {
        float[] v = target.values()[c];
        sums[c] = new SquareSums(reach, w, i -> v[i] * target.pixels()[i]);
      }
      pixels = new SquareSums(reach, w, i -> target.pixels()[i]);
      known = new SquareSums(reach, w, i -> target.pixels()[i] * target.known()[i]);
    }
  }

  /** One over the variance granted to a mean of pixels of which a share is known. */
  private double precision(double n, double share) {
    double trust = settings.trust() * settings.trust();
    double doubt = 1 + (settings.doubt() - 1) * Math.min(1, sigma / settings.doubtAt());
    double noise = sigma * sigma / n * Math.max(1 - share, trust);
    return (1 - share + share * settings.rim())
        / (noise * (share < 1 ? doubt * doubt : 1) + spread);
  }

  /**
   * What is seen around a cell.
   *
   * @param number of the cell within the hole
   * @param cell its position
   */
  Seen seen(int number, int cell) {
    if (number >= kept.length) {
      return look(cell);
    }
    if (kept[number] == null) {
      kept[number] = look(cell);
    }
    return kept[number];
  }

  private Seen look(int cell) {
    int x = cell % target.width();
    int y = cell / target.width();
    int planes = target.values().length;
    int own = shape.cells() * planes;
    int all = own + (surround == null ? 0 : surround.dx.length * pictures);
    Seen seen = new Seen(new float[all], new float[all]);
    for (int j = 0; j < shape.cells(); j++) {
      int u = x + shape.dx[j];
      int v = y + shape.dy[j];
      if (inside(u, v)) {
        int i = v * target.width() + u;
        for (int c = 0; c < planes; c++) {
          float p = c < pictures ? precision[i] : mapPrecision[c - pictures];
          seen.a[j * planes + c] = p * shape.weights[j];
          seen.z[j * planes + c] = target.values()[c][i];
        }
      }
    }
    if (surround != null) {
      lookAround(x, y, own, seen);
    }
    return seen;
  }

  private boolean inside(int x, int y) {
    return x >= 0 && y >= 0 && x < target.width() && y < target.height();
  }

  private void lookAround(int x, int y, int first, Seen seen) {
    double granted = settings.ringSpread() * settings.ringSpread();
    for (int k = 0; k < surround.dx.length; k++) {
      int u = x + surround.dx[k];
      int v = y + surround.dy[k];
      int radius = PatchSurround.radius(k);
      double n = inside(u, v) ? pixels.of(u, v, radius) : 0;
      if (n > 0) {
        double p = 1 / (1 / precision(n, known.of(u, v, radius) / n) + granted);
        for (int c = 0; c < pictures; c++) {
          int i = first + k * pictures + c;
          seen.a[i] = (float) (p * settings.ringWeight());
          seen.z[i] = (float) (sums[c].of(u, v, radius) / n);
        }
      }
    }
  }

  /**
   * The cost of a patch.
   *
   * @param x column of its centre
   * @param y row of its centre
   * @param bound a cost of which no more needs to be known than that it is not less
   */
  float cost(Seen seen, int x, int y, int orientation, float bound) {
    int at = y * bank.cells.width() + x;
    int[] offsets = bank.offsets[orientation];
    float[][] values = bank.cells.values();
    float cost =
        values.length == 1
            ? cost(seen, values[0], at, offsets, bound)
            : cost(seen, values, at, offsets, bound);
    return surround == null || cost >= bound
        ? cost
        : around(seen, surround.at(x, y), surround.offsets[orientation], cost, bound);
  }

  private static float cost(Seen seen, float[] values, int at, int[] offsets, float bound) {
    float[] z = seen.z;
    float[] a = seen.a;
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

  private static float cost(Seen seen, float[][] values, int at, int[] offsets, float bound) {
    int planes = values.length;
    float sum = 0;
    int i = 0;
    for (int j = 0; j < offsets.length; ) {
      int end = Math.min(offsets.length, j + 12);
      for (; j < end; j++) {
        int from = at + offsets[j];
        for (int c = 0; c < planes; c++, i++) {
          float d = seen.z[i] - values[c][from];
          sum += seen.a[i] * d * d;
        }
      }
      if (sum >= bound) {
        return Float.MAX_VALUE;
      }
    }
    return sum;
  }

  private float around(Seen seen, int at, int[] offsets, float begun, float bound) {
    float miss = (float) (settings.ringMiss() * settings.ringMiss());
    float sum = begun;
    int i = seen.z.length - offsets.length * pictures;
    for (int k = 0; k < offsets.length; k++) {
      float[][] means = surround.means[PatchSurround.ring(k)];
      for (int c = 0; c < pictures; c++, i++) {
        float m = means[c][at + offsets[k]];
        float d = seen.z[i] - m;
        sum += seen.a[i] * (Float.isNaN(m) ? miss : d * d);
      }
      if (sum >= bound) {
        return Float.MAX_VALUE;
      }
    }
    return sum;
  }
}
