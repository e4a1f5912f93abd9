package io.github.palimpsest.learn;

/** Numbers of the patch denoiser; how they were chosen stands in docs/own-image.md. */
final class PatchSettings {
  /** Cells along the side of a patch; odd. */
  static final int SIDE = 7;

  /** Cells of a patch. */
  static final int CELLS = SIDE * SIDE;

  /** Cells between the middle of a patch and its border. */
  static final int REACH = SIDE / 2;

  /** Sigma of the Gaussian window over a patch, in cells. */
  static final double WINDOW = 2;

  /** Deviation that is always granted to a patch. */
  static final double SPREAD = 0.08;

  /** Share of the noise that it follows where that is less. */
  static final double SLOPE = 0.2;

  /** The least it becomes. */
  static final double LAST_SPREAD = 0.02;

  /** Share of the noise that is granted to known cells, too. */
  static final double TRUST = 0.15;

  /** Noise of a cell up to which its level is used; above, a coarser one. */
  static final double COARSER = 0.55;

  /** Deviation of control maps, in their units of 0…1. */
  static final double MAP = 0.25;

  /** Diffusers' scaled_linear betas over 1000 timesteps, as Stable Diffusion has them. */
  static final double BETA_START = 0.00085;

  static final double BETA_END = 0.012;
  static final int TIMESTEPS = 1000;

  private PatchSettings() {}

  /** The window: 1 in the middle. */
  static float[] window() {
    float[] window = new float[CELLS];
    for (int i = 0; i < CELLS; i++) {
      int y = i / SIDE - REACH;
      int x = i % SIDE - REACH;
      window[i] = (float) Math.exp(-(y * y + x * x) / (2 * WINDOW * WINDOW));
    }
    return window;
  }

  /** Logarithms of sigma = sqrt((1 - a) / a), a the product of 1 - beta, for every timestep. */
  static float[] logSigmas() {
    float[] logs = new float[TIMESTEPS];
    double product = 1;
    for (int i = 0; i < TIMESTEPS; i++) {
      double from = Math.sqrt(BETA_START);
      double to = Math.sqrt(BETA_END);
      double root = from + (to - from) * i / (TIMESTEPS - 1);
      product *= 1 - root * root;
      logs[i] = (float) (0.5 * Math.log((1 - product) / product));
    }
    return logs;
  }
}
