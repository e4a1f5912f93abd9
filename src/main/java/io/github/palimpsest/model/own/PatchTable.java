package io.github.palimpsest.model.own;

/**
 * Patches of one level laid out for a full search: one row for each cell of the patch shape and
 * channel, one column for each patch.
 */
final class PatchTable {
  /** Columns that are compared together: they fit into the processor's cache. */
  static final int BLOCK = 1024;

  /** The entries of the columns. */
  final int[] entries;

  /** Centres of the columns [planes][columns]. */
  final float[][] centres;

  private final float[][] rows;

  /**
   * @param most number of patches at most; they are evenly spaced
   * @param turns number of orientations
   */
  PatchTable(PatchBank.Level bank, int most, int turns) {
    int[] positions = bank.centres;
    int n = Math.min(positions.length, Math.max(1, most / turns));
    float[][] values = bank.cells.values();
    int planes = values.length;
    entries = new int[n * turns];
    centres = new float[planes][n * turns];
    rows = new float[bank.offsets[0].length * planes][n * turns];
    for (int k = 0; k < n; k++) {
      int at = positions[(int) ((long) k * positions.length / n)];
      for (int o = 0; o < turns; o++) {
        int column = k * turns + o;
        entries[column] = at * 8 + o;
        for (int c = 0; c < planes; c++) {
          centres[c][column] = values[c][at];
        }
        for (int i = 0; i < rows.length; i++) {
          rows[i][column] = values[i % planes][at + bank.offsets[o][i / planes]];
        }
      }
    }
  }

  /**
   * The costs Σ a (z − P)² of the columns from {@code first} on.
   *
   * @param z the patch to explain, in the order of the rows
   * @param a weights of its values
   * @param costs receives at most {@link #BLOCK} costs
   * @return how many
   */
  int costs(int first, float[] z, float[] a, float[] costs) {
    int n = Math.min(BLOCK, entries.length - first);
    java.util.Arrays.fill(costs, 0, n, 0);
    int i = 0;
    for (; i + 4 <= rows.length; i += 4) {
      add(i, first, n, z, a, costs);
    }
    for (; i < rows.length; i++) {
      add(rows[i], first, n, z[i], a[i], costs);
    }
    return n;
  }

  /** Four rows at once, which spares loads of the costs. */
  private void add(int i, int first, int n, float[] z, float[] a, float[] costs) {
    float[] r0 = rows[i];
    float[] r1 = rows[i + 1];
    float[] r2 = rows[i + 2];
    float[] r3 = rows[i + 3];
    float z0 = z[i];
    float z1 = z[i + 1];
    float z2 = z[i + 2];
    float z3 = z[i + 3];
    float a0 = a[i];
    float a1 = a[i + 1];
    float a2 = a[i + 2];
    float a3 = a[i + 3];
    for (int k = 0; k < n; k++) {
      float d0 = z0 - r0[first + k];
      float d1 = z1 - r1[first + k];
      float d2 = z2 - r2[first + k];
      float d3 = z3 - r3[first + k];
      costs[k] += a0 * d0 * d0 + a1 * d1 * d1 + (a2 * d2 * d2 + a3 * d3 * d3);
    }
  }

  private static void add(float[] row, int first, int n, float z, float a, float[] costs) {
    for (int k = 0; k < n; k++) {
      float d = z - row[first + k];
      costs[k] += a * d * d;
    }
  }
}
