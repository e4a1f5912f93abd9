package io.github.palimpsest.ui.candidates;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * How far candidates differ from each other, pixel by pixel: the standard deviation over them.
 *
 * @param sd [pixels], over all channels together, in the units of the values
 * @param most its largest value
 */
record Spread(float[] sd, double most) {
  private static final int WHITE = 255;

  /**
   * The spread of some candidates (n − 1 below); 0 for a single one.
   *
   * @param candidates the values of each [channels][pixels]
   */
  static Spread of(List<float[][]> candidates) {
    int channels = candidates.get(0).length;
    int pixels = candidates.get(0)[0].length;
    int n = candidates.size();
    float[] sd = new float[pixels];
    double most = 0;
    for (int i = 0; i < pixels; i++) {
      double squares = 0;
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (float[][] values : candidates) {
          sum += values[c][i];
        }
        for (float[][] values : candidates) {
          double off = values[c][i] - sum / n;
          squares += off * off;
        }
      }
      sd[i] = n < 2 ? 0 : (float) Math.sqrt(squares / channels / (n - 1));
      most = Math.max(most, sd[i]);
    }
    return new Spread(sd, most);
  }

  /** Black where all agree, white where they differ most. */
  BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < sd.length; i++) {
      int level = most > 0 ? (int) (sd[i] / most * WHITE) : 0;
      picture.setRGB(i % width, i / width, level << 16 | level << 8 | level);
    }
    return picture;
  }
}
