package io.github.palimpsest.cli;

/** Black over purple and orange to pale yellow: brightness grows all along. */
final class HeatColours {
  private static final int[] STOPS = {
    0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d,
    0xfcffa4
  };

  private HeatColours() {}

  /**
   * @param t 0 to 1; clamped
   * @return 0xRRGGBB
   */
  static int rgb(double t) {
    double at = Math.min(1, Math.max(0, t)) * (STOPS.length - 1);
    int i = Math.min(STOPS.length - 2, (int) at);
    double f = at - i;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = STOPS[i] >> shift & 255;
      int b = STOPS[i + 1] >> shift & 255;
      rgb |= (int) Math.round(a + f * (b - a)) << shift;
    }
    return rgb;
  }
}
