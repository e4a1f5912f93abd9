package io.github.palimpsest.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.sample.schedule.TimestepSchedule;
import org.junit.jupiter.api.Test;

class RepaintTest {
  /** Levels on a quarter of a circle, alpha² + sigma² = 1; steps are not taken. */
  private static final class Cosine extends Scheduler {
    private final int n;

    Cosine(int n) {
      super(
          new TimestepSchedule(new double[n], new double[n + 1]), Prediction.EPSILON, Clip.NONE, 0);
      this.n = n;
    }

    @Override
    public double alphaOf(int call) {
      return Math.sin(Math.PI / 2 * (call + 1) / (n + 1));
    }

    @Override
    public double sigmaOf(int call) {
      return Math.cos(Math.PI / 2 * (call + 1) / (n + 1));
    }

    @Override
    public double initNoiseSigma() {
      return 1;
    }

    @Override
    public void step(
        int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void jumpLengthFollowsThePapersShare() {
    KnownPixels known = new KnownPixels(new float[8], new float[8], KnownPixels.Rule.SAMPLER, 10);
    assertEquals(10, Repaint.of(known, 250).jump());
    assertEquals(1, Repaint.of(known, 20).jump());
  }

  /** Going up in one jump has the variance of the levels: alpha² + sigma² = 1 stays 1. */
  @Test
  void renoisingReachesTheLevel() {
    Scheduler s = new Cosine(10);
    int n = 100000;
    float[] x = new float[n];
    TorchRandom random = new TorchRandom(3);
    random.normal(x);
    float[] out = new float[n];
    float high = (float) s.sigmaOf(7);
    for (int i = 0; i < n; i++) {
      x[i] = (float) s.alphaOf(7) * 2 + high * x[i];
    }
    Repaint.renoise(s, 3, 7, x, random, new float[n], out);
    double mean = 0;
    double squares = 0;
    for (float v : out) {
      mean += v / n;
      squares += (double) v * v / n;
    }
    assertEquals(2 * s.alphaOf(3), mean, 0.02);
    assertEquals(s.sigmaOf(3) * s.sigmaOf(3), squares - mean * mean, 0.02);
  }
}
