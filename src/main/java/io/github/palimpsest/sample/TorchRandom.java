package io.github.palimpsest.sample;

/**
 * The numbers of {@code torch.Generator("cpu").manual_seed(seed)} with {@code torch.randn}: a
 * Mersenne Twister (Matsumoto and Nishimura 1998) and torch's two Box–Muller paths, below and from
 * 16 values on. Uses the low 32 bits of the seed, as torch does. Not thread-safe.
 *
 * <p>For a part of a latent, it gives the numbers that a generator of the whole latent has there:
 * between them it jumps, so that the cost hardly follows the size of the whole.
 */
public final class TorchRandom {
  private static final int N = MersenneJump.N;
  private static final int BLOCK = 16;
  private static final double TWO_PI = 2 * Math.PI;

  private final int[] state = new int[N];
  private int at = N;
  private double spare;
  private boolean hasSpare;

  /** What arrays are a part of; null where they are the whole. */
  private final NoiseWindow window;

  /** A generator as after {@code manual_seed(seed)}. */
  public TorchRandom(long seed) {
    this(seed, null);
  }

  /**
   * The same for a part of a latent.
   *
   * @param window the part that each array is, in all its channels; null for the whole
   */
  public TorchRandom(long seed, NoiseWindow window) {
    this.window = window;
    state[0] = (int) seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** Fills {@code out} as {@code torch.randn(out.length)} would, float32. */
  public void normal(float[] out) {
    if (window != null) {
      part(out);
      return;
    }
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
      block(out, n - BLOCK);
    }
  }

  /** Draws 16 values. */
  private void block(float[] out, int from) {
    for (int i = from; i < from + BLOCK; i++) {
      out[i] = nextUniform();
    }
    boxMuller(out, from);
  }

  /** The window's part of what a generator of the whole latent would draw now. */
  private void part(float[] out) {
    int channels = out.length / window.cells();
    long n = channels * window.wholeCells();
    // the last 16 values, which are drawn anew after all others, if they are not a block
    long tail = n % BLOCK == 0 ? n : n - BLOCK;
    float[] block = new float[BLOCK];
    long held = -1;
    long drawn = 0;
    for (int o = 0; o < out.length; ) {
      long i = window.index(o);
      long first = i >= tail ? tail : i - i % BLOCK;
      if (first != held) {
        long begins = i >= tail ? n : first;
        skip(begins - drawn);
        block(block, 0);
        drawn = begins + BLOCK;
        held = first;
      }
      // as much of the block as the row of the window has
      long end = Math.min(first >= tail ? n : Math.min(tail, first + BLOCK), first + BLOCK);
      int count = (int) Math.min(end - i, window.columns() - o % window.columns());
      System.arraycopy(block, (int) (i - first), out, o, count);
      o += count;
    }
    skip((tail == n ? n : n + BLOCK) - drawn);
  }

  /** Leaves out so many numbers of 32 bits. */
  private void skip(long numbers) {
    long ahead = at + numbers;
    MersenneJump.blocks(state, ahead / N);
    at = (int) (ahead % N);
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
      MersenneJump.twist(state);
      at = 0;
    }
    int y = state[at++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
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
