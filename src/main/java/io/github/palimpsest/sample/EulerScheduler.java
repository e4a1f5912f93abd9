package io.github.palimpsest.sample;

/** Euler's method on the probability-flow ODE: Karras et al. 2022, algorithm 1. */
final class EulerScheduler extends VeScheduler {
  private EulerScheduler(Ve ve, Prediction prediction, int begin) {
    super(ve, prediction, Clip.NONE, begin);
  }

  static Scheduler create(SchedulerConfig c, Options o) {
    Ve ve = Ve.of(c, o, 0.0001, 0.02);
    return new EulerScheduler(
        ve,
        Prediction.of(c, "epsilon", "v_prediction", "sample"),
        o.begin(ve.timeline().timesteps().length, 1));
  }

  @Override
  void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    euler(from.x, denoised, sigma(call), sigma(call + 1), to.x);
  }
}
