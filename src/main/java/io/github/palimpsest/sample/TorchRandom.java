package io.github.palimpsest.sample;

/**
 * The numbers of {@code torch.Generator("cpu").manual_seed(seed)} with {@code torch.randn}: a
 * Mersenne Twister (Matsumoto and Nishimura 1998) and torch's two Box–Muller paths, below and from
 * 16 values on. Uses the low 32 bits of the seed, as torch does. Not thread-safe.
 */
public final class TorchRandom {
  private static final int N = 624;
  private static final int M = 397;
  private static final int BLOCK = 16;
  private static final double TWO_PI = 2 * Math.PI;

  private final int[] state = new int[N];
  private int at = N;
  private double spare;
  private boolean hasSpare;

  /** A generator as after {@code manual_seed(seed)}. */
  public TorchRandom(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** Fills {@code out} as {@code torch.randn(out.length)} would, float32. */
  public void normal(float[] out) {
    int n = out.length;
    if (n < BLOCK) {
      for (int i = 0; i < n; i++) {
        out[i] = (float) nextNormal();
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      out[i] = nextUniform();
    }
    for (int i = 0; i + BLOCK <= n; i += BLOCK) {
      boxMuller(out, i);
    }
    if (n % BLOCK != 0) {
      // torch draws the last 16 values anew
      for (int i = n - BLOCK; i < n; i++) {
        out[i] = nextUniform();
      }
      boxMuller(out, n - BLOCK);
    }
  }

  private static void boxMuller(float[] out, int from) {
    for (int j = from; j < from + BLOCK / 2; j++) {
      float radius = (float) Math.sqrt(-2 * (float) Math.log(1 - out[j]));
      float theta = (float) TWO_PI * out[j + BLOCK / 2];
      out[j] = radius * (float) Math.cos(theta);
      out[j + BLOCK / 2] = radius * (float) Math.sin(theta);
    }
  }

  private double nextNormal() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double u1 = nextDouble();
    double u2 = nextDouble();
    double r = Math.sqrt(-2 * Math.log1p(-u2));
    spare = r * Math.sin(TWO_PI * u1);
    hasSpare = true;
    return r * Math.cos(TWO_PI * u1);
  }

  private float nextUniform() {
    return (next() & 0xffffff) * 0x1p-24f;
  }

  private double nextDouble() {
    long high = next();
    long bits = high << 32 | next() & 0xffffffffL;
    return (bits & (1L << 53) - 1) * 0x1p-53;
  }

  private int next() {
    if (at == N) {
      twist();
    }
    int y = state[at++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = state[i] & 0x80000000 | state[(i + 1) % N] & 0x7fffffff;
      state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
    at = 0;
  }

  /** A state of a generator, kept to return to it. */
  static final class Mark {
    private final int[] state = new int[N];
    private int at;
    private double spare;
    private boolean hasSpare;

    void copyTo(Mark other) {
      System.arraycopy(state, 0, other.state, 0, N);
      other.at = at;
      other.spare = spare;
      other.hasSpare = hasSpare;
    }
  }

  /** Writes the present state into {@code mark}. */
  void save(Mark mark) {
    System.arraycopy(state, 0, mark.state, 0, N);
    mark.at = at;
    mark.spare = spare;
    mark.hasSpare = hasSpare;
  }

  /** Returns to a saved state. */
  void load(Mark mark) {
    System.arraycopy(mark.state, 0, state, 0, N);
    at = mark.at;
    spare = mark.spare;
    hasSpare = mark.hasSpare;
  }
}
