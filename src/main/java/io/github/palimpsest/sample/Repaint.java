package io.github.palimpsest.sample;

/**
 * The returns of a RePaint run: Lugmayr et al. 2022, algorithm 1 with the jumps of its appendix
 * (and of their {@code get_schedule_jump}).
 *
 * <p>With t steps to go, t = 0, jump, 2 · jump … below steps − jump, the run returns by {@code
 * jump} steps and comes again, until the stretch was run {@code resample} times.
 *
 * @param steps of the run
 * @param jump steps of a stretch
 * @param resample runs of each stretch
 */
record Repaint(int steps, int jump, int resample) {
  private static final int STRETCHES = 25;

  static Repaint of(KnownPixels known, int steps) {
    if (known == null) {
      return new Repaint(steps, 1, 1);
    }
    int jump = known.jump() > 0 ? known.jump() : Math.max(1, steps / STRETCHES);
    return new Repaint(steps, jump, known.resample());
  }

  /** The number of returns by {@code jump} steps on reaching the state after step k. */
  int returns(int k) {
    int left = steps - k;
    return k > 0 && left % jump == 0 && left < steps - jump ? resample - 1 : 0;
  }

  /**
   * Algorithm 1, line 10, over the whole jump at once: x = a · x + sqrt(σ² − a² σ'²) · z with a = α
   * / α' for (α, σ) at the lower end and (α', σ') where the run stands.
   *
   * @param low first call of the step to return to
   * @param high first call of the step reached
   */
  static void renoise(
      Scheduler s, int low, int high, float[] x, TorchRandom random, float[] noise, float[] out) {
    double a = s.alphaOf(low) / s.alphaOf(high);
    double sigma = s.sigmaOf(low);
    double kept = a * s.sigmaOf(high);
    float keep = (float) a;
    float fresh = (float) Math.sqrt(Math.max(0, sigma * sigma - kept * kept));
    random.normal(noise);
    for (int i = 0; i < out.length; i++) {
      out[i] = keep * x[i] + fresh * noise[i];
    }
  }
}
