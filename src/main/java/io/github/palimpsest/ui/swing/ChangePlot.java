package io.github.palimpsest.ui.swing;

import io.github.palimpsest.ui.guided.StepFrame;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import java.util.stream.DoubleStream;

/** Bars that tell how much the estimate has changed in each step. */
final class ChangePlot {
  /** Share of the changes that are no larger than the usual ones. */
  private static final double USUAL = 0.9;

  /** How many times as large as the usual ones a change is that does not count for the scale. */
  private static final double OUTLYING = 4;

  /** Pixels a frame from which bars have gaps between them. */
  private static final int WIDE = 3;

  private ChangePlot() {}

  /**
   * Paints the bars.
   *
   * @param shown the frame whose bar is in the colour {@code marked}
   * @return whether there was a change to show
   */
  static boolean paint(
      Graphics2D g,
      StripAxis axis,
      List<StepFrame> frames,
      int shown,
      int bottom,
      int height,
      Color plain,
      Color marked) {
    double top = top(frames.stream().mapToDouble(StepFrame::change).toArray());
    for (int k = 0; k < frames.size(); k++) {
      int left = axis.left(k);
      int gap = axis.left(1) > WIDE ? 1 : 0;
      int width = Math.max(1, axis.left(k + 1) - left - gap);
      double change = frames.get(k).change();
      g.setColor(k == shown ? marked : plain);
      if (Double.isFinite(change) && top > 0) {
        int bar = (int) Math.max(1, Math.round(height * Math.min(1, change / top)));
        g.fillRect(left, bottom - bar, width, bar);
      }
      if (k == shown) {
        g.fillRect(left, bottom, Math.max(2, width), 2);
      }
    }
    return top > 0;
  }

  /**
   * The change that is as high as the plot: the largest, or less where a few, such as those made by
   * paint, are so large that nothing would be seen of the others.
   *
   * @param changes NaN where there is none
   */
  static double top(double[] changes) {
    double[] sorted = DoubleStream.of(changes).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    double largest = sorted[sorted.length - 1];
    double usual = sorted[(int) (USUAL * (sorted.length - 1))];
    return usual == 0 || largest <= OUTLYING * usual ? largest : usual * OUTLYING / 2;
  }
}
