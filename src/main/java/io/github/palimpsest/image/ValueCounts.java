package io.github.palimpsest.image;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The percentiles of more values than memory holds, exactly as if they were sorted: values are
 * counted by the upper half of their bits and, in a second pass, those of the few halves that
 * matter by the lower. Whole numbers below 65536 need one pass.
 */
public final class ValueCounts {
  private static final int HALF = 16;
  private static final int HALVES = 1 << HALF;

  /** Takes the values of a pass, of several sets at once. */
  public interface Sink {
    /** A finite value of a set, from 0. */
    void add(int set, float value);
  }

  private ValueCounts() {}

  /**
   * Counts values.
   *
   * @param sets how many sets of values there are
   * @param whole whether all are whole numbers from 0 to 65535
   * @param pass gives every value to a sink, the same ones each time it is asked
   */
  public static SortedValues[] of(int sets, boolean whole, Consumer<Sink> pass) {
    Counted[] counted = new Counted[sets];
    for (int s = 0; s < sets; s++) {
      counted[s] = new Counted(whole);
    }
    pass.accept((set, value) -> counted[set].upper[counted[set].upper(value)]++);
    boolean again = false;
    for (Counted c : counted) {
      again |= c.choose();
    }
    if (again) {
      pass.accept((set, value) -> counted[set].refine(value));
    }
    return counted;
  }

  private static final class Counted implements SortedValues {
    private final boolean whole;
    private final long[] upper = new long[HALVES];
    private final Map<Integer, long[]> lower = new HashMap<>();
    private long count;

    Counted(boolean whole) {
      this.whole = whole;
    }

    /** Bits that are ordered, unsigned, as {@link java.util.Arrays#sort(float[])} orders values. */
    private static int key(float value) {
      int bits = Float.floatToRawIntBits(value);
      return bits ^ (bits >> 31 | 0x80000000);
    }

    private static float value(int key) {
      return Float.intBitsToFloat(key < 0 ? key ^ 0x80000000 : ~key);
    }

    int upper(float value) {
      return whole ? (int) value : key(value) >>> HALF;
    }

    /** Notes which values must be told apart further; false if none. */
    boolean choose() {
      for (long n : upper) {
        count += n;
      }
      for (long rank : whole || count == 0 ? new long[0] : Quantiles.ranks(count)) {
        lower.put(place(upper, rank), new long[HALVES]);
      }
      return !lower.isEmpty();
    }

    void refine(float value) {
      long[] counts = lower.get(upper(value));
      if (counts != null) {
        counts[key(value) & HALVES - 1]++;
      }
    }

    /** Where a rank falls in counts. */
    private static int place(long[] counts, long rank) {
      int i = 0;
      for (long before = counts[0]; before <= rank; before += counts[i]) {
        i++;
      }
      return i;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public float at(long rank) {
      int high = place(upper, rank);
      if (whole) {
        return high;
      }
      long before = 0;
      for (int i = 0; i < high; i++) {
        before += upper[i];
      }
      return value(high << HALF | place(lower.get(high), rank - before));
    }
  }
}
