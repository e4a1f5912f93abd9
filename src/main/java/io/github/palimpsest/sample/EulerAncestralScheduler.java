package io.github.palimpsest.sample;

/**
 * Euler's method to sigma_down, then fresh noise up to the next level (k-diffusion's ancestral).
 */
final class EulerAncestralScheduler extends VeScheduler {
  private EulerAncestralScheduler(Ve ve, Prediction prediction, int begin) {
    super(ve, prediction, Clip.NONE, begin);
  }

  static Scheduler create(SchedulerConfig c, Options o) {
    Ve ve = Ve.of(c, o, 0.0001, 0.02);
    return new EulerAncestralScheduler(
        ve,
        Prediction.of(c, "epsilon", "v_prediction"),
        o.begin(ve.timeline().timesteps().length, 1));
  }

  @Override
  boolean draws(int call) {
    return true;
  }

  @Override
  void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    double s = sigma(call);
    double next = sigma(call + 1);
    double up = Math.sqrt(next * next * (s * s - next * next) / (s * s));
    double down = Math.sqrt(next * next - up * up);
    euler(from.x, denoised, s, down, to.x);
    float z = (float) up;
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] += z * noise[i];
    }
  }
}
