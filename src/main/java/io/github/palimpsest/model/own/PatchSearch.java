package io.github.palimpsest.model.own;

import io.github.palimpsest.concurrent.SideBySide;
import java.util.function.BooleanSupplier;

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
  private final PatchBank.Level bank;
  private final AverageLevel target;
  private final PatchEvidence evidence;
  private final PatchMatches matches;
  private final float inherited;
  private final BooleanSupplier cancelled;
  private final SideBySide share;

  /**
   * @param matches of this level, empty
   * @param inherited share of the cost of a match that those under it begin with
   */
  PatchSearch(
      PatchSettings settings,
      PatchBank.Level bank,
      AverageLevel target,
      PatchEvidence evidence,
      PatchMatches matches,
      double inherited,
      BooleanSupplier cancelled,
      SideBySide share) {
    this.settings = settings;
    this.bank = bank;
    this.target = target;
    this.evidence = evidence;
    this.matches = matches;
    this.inherited = (float) inherited;
    this.cancelled = cancelled;
    this.share = share;
  }

  /** Searches the whole level and weighs all its patches. */
  void searchThrough(int channels) {
    matches.weighAll(channels);
    run((cell, tried) -> tried.offerAll(bank.table(settings.top())));
  }

  /**
   * Searches where the matches of the level above lead.
   *
   * @param aboveWidth columns of the level above
   */
  void search(PatchMatches above, int aboveWidth) {
    boolean small = (long) bank.centres.length * settings.orientations() <= settings.top();
    run(
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
      run((cell, tried) -> neighbours(matches.cells[cell], before, tried));
    }
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

  private void run(Proposals proposals) {
    int chunks = (matches.cells.length + CHUNK - 1) / CHUNK;
    share.run(
        chunks,
        chunk -> {
          if (cancelled.getAsBoolean()) {
            return;
          }
          Tried tried = new Tried();
          int end = Math.min(matches.cells.length, (chunk + 1) * CHUNK);
          for (int cell = chunk * CHUNK; cell < end; cell++) {
            tried.begin(cell);
            proposals.offer(cell, tried);
          }
        });
  }

  /** The candidates of one cell, each counted once. For one thread. */
  private final class Tried {
    private final int[] marks = new int[1024];
    private final int[] used = new int[512];
    private int uses;
    private int cell;
    private PatchEvidence.Seen seen;

    void begin(int next) {
      cell = next;
      for (int k = 0; k < uses; k++) {
        marks[used[k]] = 0;
      }
      uses = 0;
      for (int k = 0; k < matches.counts[cell]; k++) {
        mark(matches.entries[cell * matches.kept + k]);
      }
      seen = evidence.seen(cell, matches.cells[cell]);
    }

    /** False if the entry was there. */
    private boolean mark(int entry) {
      int at = (entry * 0x9E3779B9) >>> 22;
      while (marks[at] != 0) {
        if (marks[at] == entry + 1) {
          return false;
        }
        at = at + 1 & 1023;
      }
      if (uses < used.length) {
        marks[at] = entry + 1;
        used[uses++] = at;
      }
      return true;
    }

    void offer(int x, int y, int orientation, float base) {
      if (bank.has(x, y)) {
        int entry = (y * bank.cells.width() + x) * 8 + orientation;
        float bound = matches.bound(cell);
        if (base < bound && mark(entry)) {
          float cost = evidence.cost(seen, x, y, orientation, bound - base);
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
        int n = table.costs(first, seen.z(), seen.a(), costs);
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
        int n = table.costs(first, seen.z(), seen.a(), costs);
        for (int k = 0; k < n; k++) {
          int entry = table.entries[first + k];
          if (base + costs[k] < matches.bound(cell)) {
            int at = entry >> 3;
            offer(at % bank.cells.width(), at / bank.cells.width(), entry & 7, base);
          }
        }
      }
    }
  }
}
