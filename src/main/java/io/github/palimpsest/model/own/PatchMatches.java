package io.github.palimpsest.model.own;

/**
 * The patches found for the cells of a hole at one level, best first: what {@link PatchSearch}
 * fills.
 */
final class PatchMatches {
  /** The cells of the hole, ascending. */
  final int[] cells;

  /** Number of a cell within {@link #cells}, or −1. */
  final int[] number;

  final int kept;
  final int[] entries;
  final float[] costs;
  final int[] counts;

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
    counts = new int[n];
  }

  /** Takes in a candidate; the caller sees to it that it is not there yet. */
  void add(int cell, int entry, float cost) {
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
      at--;
    }
    costs[at] = cost;
    entries[at] = entry;
  }

  /** The cost that a candidate must stay below to be kept. */
  float bound(int cell) {
    return counts[cell] < kept ? Float.MAX_VALUE : costs[cell * kept + kept - 1];
  }

  void copyTo(PatchMatches other) {
    System.arraycopy(entries, 0, other.entries, 0, entries.length);
    System.arraycopy(costs, 0, other.costs, 0, costs.length);
    System.arraycopy(counts, 0, other.counts, 0, counts.length);
  }
}
