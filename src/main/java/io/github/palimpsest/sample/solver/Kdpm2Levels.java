package io.github.palimpsest.sample.solver;

/**
 * The sigmas to which the two halves of each DPM2 step lead.
 *
 * <p>In float32 throughout: sigma_down is a small difference of large numbers.
 *
 * @param middle sigma between the calls; 0 in the last step
 * @param target sigma after the second call, before fresh noise
 * @param up deviation of the fresh noise
 * @param ancestral whether there is any
 */
record Kdpm2Levels(double[] middle, double[] target, double[] up, boolean ancestral) {
  /**
   * @param sigmas of the steps and 0 after the last
   */
  static Kdpm2Levels of(double[] sigmas, boolean ancestral) {
    int n = sigmas.length - 1;
    double[] middle = new double[n];
    double[] target = new double[n];
    double[] up = new double[n];
    for (int k = 0; k < n; k++) {
      float s = (float) sigmas[k];
      float next = (float) sigmas[k + 1];
      target[k] = next;
      if (ancestral) {
        float u = (float) Math.sqrt(next * next * (s * s - next * next) / (s * s));
        up[k] = u;
        target[k] = (float) Math.sqrt(Math.max(0, next * next - u * u));
      }
      middle[k] = k == n - 1 ? 0 : ancestral ? middle(s, target[k]) : middle(target[k], s);
    }
    return new Kdpm2Levels(middle, target, up, ancestral);
  }

  /** exp of the mean logarithm, each operation rounded to float32 as torch does. */
  private static double middle(double first, double second) {
    float a = (float) Math.log(first);
    float b = (float) Math.log(second);
    return (float) Math.exp(b - (b - a) * 0.5f);
  }
}
