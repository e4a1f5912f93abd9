package io.github.palimpsest.cli;

import ij.process.FloatProcessor;
import java.util.List;

/** How far several results lie apart, pixel by pixel. */
final class SampleDeviation {
  private SampleDeviation() {}

  /** Standard deviation with n − 1; needs two samples at least. */
  static FloatProcessor of(List<FloatProcessor> samples) {
    FloatProcessor first = samples.get(0);
    FloatProcessor spread = new FloatProcessor(first.getWidth(), first.getHeight());
    for (int i = 0; i < spread.getPixelCount(); i++) {
      double mean = 0;
      for (FloatProcessor sample : samples) {
        mean += sample.getf(i) / samples.size();
      }
      double sum = 0;
      for (FloatProcessor sample : samples) {
        double d = sample.getf(i) - mean;
        sum += d * d;
      }
      spread.setf(i, (float) Math.sqrt(sum / (samples.size() - 1)));
    }
    return spread;
  }
}
