package io.github.palimpsest.model.own;

/**
 * The patches found for the cells of a hole at one level, best first: what {@link PatchSearch}
 * fills.
 */
final class PatchMatches {
  /** Patches whose costs are this much above the least have no weight. */
  private static final float NEGLIGIBLE = 40;

  /** The cells of the hole, ascending. */
  final int[] cells;

  /** Number of a cell within {@link #cells}, or −1. */
  final int[] number;

  final int kept;
  final int[] entries;
  final float[] costs;

  /** What of each cost comes from the level above. */
  final float[] bases;

  final int[] counts;

  private double[][] sums;
  private double[] totals;
  private float[] least;

  PatchMatches(AverageLevel hole, int kept) {
    this.kept = kept;
    number = new int[hole.known().length];
    int n = 0;
    for (int i = 0; i < number.length; i++) {
      number[i] = hole.known()[i] < 1 ? n++ : -1;
    }
    cells = new int[n];
    for (int i = 0; i < number.length; i++) {
      if (number[i] >= 0) {
        cells[number[i]] = i;
      }
    }
    entries = new int[n * kept];
    costs = new float[n * kept];
    bases = new float[n * kept];
    counts = new int[n];
  }

  /** Takes in a candidate; the caller sees to it that it is not there yet. */
  void add(int cell, int entry, float cost, float base) {
    int from = cell * kept;
    int at = from + counts[cell];
    if (counts[cell] == kept) {
      at--;
      if (cost >= costs[at]) {
        return;
      }
    } else {
      counts[cell]++;
    }
    while (at > from && costs[at - 1] > cost) {
      costs[at] = costs[at - 1];
      entries[at] = entries[at - 1];
      bases[at] = bases[at - 1];
      at--;
    }
    costs[at] = cost;
    entries[at] = entry;
    bases[at] = base;
  }

  /** Makes room for sums over all patches of a table. */
  void weighAll(int channels) {
    sums = new double[channels][cells.length];
    totals = new double[cells.length];
    least = new float[cells.length];
    java.util.Arrays.fill(least, Float.POSITIVE_INFINITY);
  }

  /** Whether all patches of a table were weighed. */
  boolean weighed() {
    return sums != null;
  }

  /**
   * Counts patches of a table: the weight of each is exp(−cost / 2).
   *
   * @param values centres of the patches [channels][n]
   * @param first the first of them in {@code values}
   */
  void weigh(int cell, float[] costs, int n, float[][] values, int first) {
    float min = least[cell];
    for (int k = 0; k < n; k++) {
      min = Math.min(min, costs[k]);
    }
    if (min < least[cell]) {
      double f = Math.exp((min - least[cell]) / 2);
      for (double[] sum : sums) {
        sum[cell] *= f;
      }
      totals[cell] *= f;
      least[cell] = min;
    }
    for (int k = 0; k < n; k++) {
      if (costs[k] < min + NEGLIGIBLE) {
        double w = Math.exp((min - costs[k]) / 2);
        totals[cell] += w;
        for (int c = 0; c < sums.length; c++) {
          sums[c][cell] += w * values[c][first + k];
        }
      }
    }
  }

  /** The mean of all patches of the table. */
  double mean(int cell, int channel) {
    return sums[channel][cell] / totals[cell];
  }

  /** The cost that a candidate must stay below to be kept. */
  float bound(int cell) {
    return counts[cell] < kept ? Float.MAX_VALUE : costs[cell * kept + kept - 1];
  }

  void copyTo(PatchMatches other) {
    System.arraycopy(entries, 0, other.entries, 0, entries.length);
    System.arraycopy(costs, 0, other.costs, 0, costs.length);
    System.arraycopy(bases, 0, other.bases, 0, bases.length);
    System.arraycopy(counts, 0, other.counts, 0, counts.length);
  }
}
