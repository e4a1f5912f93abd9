package io.github.palimpsest.ui.candidates;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order in which candidates are shown; their frames stay ordered by seed. */
final class CandidateOrder {
  private CandidateOrder() {}

  /**
   * Numbers of candidates, the one whose border is most like the picture around it first; of equals
   * the one that came first, and those without a score last.
   *
   * @param seams a score for each, 1 the best, above and below it worse; NaN for none
   */
  static List<Integer> bySeam(double[] seams) {
    return IntStream.range(0, seams.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distance(seams[i])))
        .toList();
  }

  /** Twice as rough is as far from the best as half as rough. */
  private static double distance(double seam) {
    return seam > 0 && Double.isFinite(seam) ? Math.abs(Math.log(seam)) : Double.MAX_VALUE;
  }
}
