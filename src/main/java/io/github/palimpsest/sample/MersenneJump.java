package io.github.palimpsest.sample;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Moves the state of a Mersenne Twister (MT19937) ahead: block by block, or over any number of them
 * at once by the remainder of x^words divided by the generator's characteristic polynomial
 * (Haramoto, Matsumoto, Nishimura, Panneton and L'Ecuyer 2008, INFORMS Journal on Computing 20).
 * That takes some milliseconds however far it goes.
 */
final class MersenneJump {
  /** Words of a state, of 32 bits. */
  static final int N = 624;

  private static final int M = 397;
  private static final int MATRIX = 0x9908b0df;

  /** Bits of the state: the degree of the polynomial. */
  private static final int DEGREE = 19937;

  private static final int LONGS = DEGREE / Long.SIZE + 1;

  /** From so many blocks on, a jump takes less time than going through them. */
  private static final long FAR = 1 << 14;

  private MersenneJump() {}

  /** The next block of a state. */
  static void twist(int[] s) {
    for (int i = 0; i < N - M; i++) {
      s[i] = s[i + M] ^ mixed(s[i], s[i + 1]);
    }
    for (int i = N - M; i < N - 1; i++) {
      s[i] = s[i + M - N] ^ mixed(s[i], s[i + 1]);
    }
    s[N - 1] = s[M - 1] ^ mixed(s[N - 1], s[0]);
  }

  private static int mixed(int high, int low) {
    int y = high & 0x80000000 | low & 0x7fffffff;
    return y >>> 1 ^ -(y & 1) & MATRIX;
  }

  /** Moves a state so many blocks ahead. */
  static void blocks(int[] state, long count) {
    if (count < FAR) {
      for (long i = 0; i < count; i++) {
        twist(state);
      }
    } else {
      apply(power(count * N), state);
    }
  }

  /** The state of which each word is the sum of those that a polynomial names, by Horner's rule. */
  private static void apply(long[] polynomial, int[] state) {
    int[] sum = new int[N];
    int o = 0;
    for (int bit = DEGREE - 1; bit >= 0; bit--) {
      int next = o + 1 == N ? 0 : o + 1;
      sum[o] = sum[o + M < N ? o + M : o + M - N] ^ mixed(sum[o], sum[next]);
      o = next;
      if ((polynomial[bit >> 6] >>> bit & 1) != 0) {
        for (int i = 0; i < N - o; i++) {
          sum[o + i] ^= state[i];
        }
        for (int i = 0; i < o; i++) {
          sum[i] ^= state[N - o + i];
        }
      }
    }
    System.arraycopy(sum, o, state, 0, N - o);
    System.arraycopy(sum, 0, state, N - o, o);
  }

  /** x^n modulo the characteristic polynomial. */
  private static long[] power(long n) {
    long[] p = new long[LONGS];
    p[0] = 1;
    for (int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(n); bit >= 0; bit--) {
      p = square(p);
      if ((n >>> bit & 1) != 0) {
        p = shifted(p);
      }
    }
    return p;
  }

  private static long[] square(long[] p) {
    long[] wide = new long[2 * LONGS];
    for (int i = 0; i < LONGS; i++) {
      wide[2 * i] = spread(p[i] & 0xffffffffL);
      wide[2 * i + 1] = spread(p[i] >>> 32);
    }
    return reduced(wide);
  }

  /** The 32 bits with a zero after each. */
  private static long spread(long x) {
    long y = (x | x << 16) & 0x0000ffff0000ffffL;
    y = (y | y << 8) & 0x00ff00ff00ff00ffL;
    y = (y | y << 4) & 0x0f0f0f0f0f0f0f0fL;
    y = (y | y << 2) & 0x3333333333333333L;
    return (y | y << 1) & 0x5555555555555555L;
  }

  private static long[] shifted(long[] p) {
    long[] wide = new long[2 * LONGS];
    xor(wide, p, 1);
    return reduced(wide);
  }

  /** The remainder: from the top, each word of powers ≥ the degree is replaced by lower ones. */
  private static long[] reduced(long[] wide) {
    for (int i = wide.length - 1; i > DEGREE / Long.SIZE; i--) {
      fold(wide, i, -1L);
    }
    fold(wide, DEGREE / Long.SIZE, -1L << DEGREE % Long.SIZE);
    return Arrays.copyOf(wide, LONGS);
  }

  private static void fold(long[] wide, int i, long which) {
    long word = wide[i] & which;
    if (word != 0) {
      for (int term : Terms.ALL) {
        put(wide, i * Long.SIZE - DEGREE + term, word);
      }
      wide[i] ^= word;
    }
  }

  /** Adds a word whose lowest bit is at a place, which may be below 0 where the bits are 0. */
  private static void put(long[] wide, int at, long word) {
    int index = Math.floorDiv(at, Long.SIZE);
    int shift = Math.floorMod(at, Long.SIZE);
    if (index >= 0) {
      wide[index] ^= word << shift;
    }
    long high = shift == 0 ? 0 : word >>> Long.SIZE - shift;
    if (high != 0) {
      wide[index + 1] ^= high;
    }
  }

  /** Adds a polynomial times x^by. */
  private static void xor(long[] to, long[] p, int by) {
    for (int i = 0; i < p.length; i++) {
      if (p[i] != 0) {
        put(to, i * Long.SIZE + by, p[i]);
      }
    }
  }

  /** The characteristic polynomial (Matsumoto and Nishimura 1998, appendix A), made when needed. */
  private static final class Terms {
    private static final int R = 31;

    /** The powers below the highest. */
    static final int[] ALL = all();

    private Terms() {}

    private static int[] all() {
      // φ = (x^n + x^m) (a_0 q^30 + a_1 q^29 + … + a_30 + q^31) + a_31, q = x^(n−1) + x^(m−1)
      long[] sum = new long[LONGS + 1];
      long[] q = new long[LONGS + 1];
      q[0] = 1;
      for (int i = R - 1; i >= 0; i--) {
        if ((MATRIX >>> i & 1) != 0) {
          xor(sum, q, 0);
        }
        q = times(q, N - 1, M - 1);
      }
      xor(sum, q, 0);
      long[] phi = times(sum, N, M);
      phi[0] ^= MATRIX >>> R;
      return IntStream.range(0, DEGREE).filter(i -> (phi[i >> 6] >>> i & 1) != 0).toArray();
    }

    /** p (x^a + x^b). */
    private static long[] times(long[] p, int a, int b) {
      long[] product = new long[p.length];
      xor(product, p, a);
      xor(product, p, b);
      return product;
    }
  }
}
