package io.github.palimpsest.model;

/**
 * The memory of the computer that a model's networks need, known before they are loaded. Sizes are
 * in pixels of what the model sees, results in bytes.
 */
public interface NetworkMemory {
  /** Of a model that needs next to nothing. */
  NetworkMemory NONE =
      new NetworkMemory() {
        @Override
        public boolean measured() {
          return true;
        }

        @Override
        public double weights() {
          return 0;
        }

        @Override
        public double working(int width, int height, int controls) {
          return 0;
        }
      };

  /**
   * Whether {@link #working} was measured; if not, it is estimated from the network's structure.
   */
  boolean measured();

  /** The weights, once. */
  double weights();

  /**
   * The memory that a run works in, besides the weights.
   *
   * @param controls number of control nets in use
   */
  double working(int width, int height, int controls);

  /**
   * The same looked at more closely, for what seems not to fit: of the networks as they are
   * rewritten, which the first time takes as long as loading them.
   */
  default double rewritten(int width, int height, int controls) {
    return working(width, height, controls);
  }
}
