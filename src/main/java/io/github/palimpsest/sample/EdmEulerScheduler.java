package io.github.palimpsest.sample;

/** Euler's method for networks with EDM preconditioning: Karras et al. 2022, algorithm 1. */
final class EdmEulerScheduler extends VeScheduler {
  private final Edm edm;

  private EdmEulerScheduler(Timeline timeline, Edm edm, int begin) {
    super(new Ve(timeline, true, null), Prediction.EPSILON, Clip.NONE, begin);
    this.edm = edm;
  }

  static Scheduler create(SchedulerConfig c, Options o) {
    Edm edm = Edm.of(c);
    return new EdmEulerScheduler(edm.timeline(c, o.steps()), edm, o.begin(o.steps(), 1));
  }

  @Override
  public double initNoiseSigma() {
    return edm.initNoiseSigma();
  }

  @Override
  double ofX(int call) {
    return edm.skip(sigma(call));
  }

  @Override
  double ofOutput(int call) {
    return edm.out(sigma(call));
  }

  @Override
  void scaleInput(int call, float[] x, float[] input) {
    edm.scale(sigma(call), x, input);
  }

  @Override
  void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    euler(from.x, denoised, sigma(call), sigma(call + 1), to.x);
  }
}
