package io.github.palimpsest.sample;

/**
 * Euler's method for flow matching and rectified flow (Lipman et al. 2023; Esser et al. 2024, eq.
 * 13 and the shift of eq. 23): x = (1 − s) · x0 + s · noise, the network predicts noise − x0.
 */
final class FlowEulerScheduler extends Scheduler {
  private final boolean stochastic;

  private FlowEulerScheduler(Timeline timeline, int begin, boolean stochastic) {
    super(timeline, Prediction.FLOW_PREDICTION, Clip.NONE, begin);
    this.stochastic = stochastic;
  }

  static Scheduler create(SchedulerConfig c, Options o) {
    c.only("use_dynamic_shifting", false);
    c.only("invert_sigmas", false);
    int train = c.integer("num_train_timesteps", 1000, 1, SchedulerConfig.MOST_TIMESTEPS);
    double shift = c.number("shift", 1);
    double least = (float) shifted(1.0 / train, shift);
    double[] s = Timeline.linspace(train, least * train, o.steps());
    for (int i = 0; i < s.length; i++) {
      s[i] = shifted(s[i] / train, shift);
    }
    SnrTimeline.stretch(c, s);
    double[] curved = Sigmas.curved(c, s[s.length - 1], s[0], s.length);
    s = curved == null ? s : curved;
    double[] t = new double[s.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = (float) s[i] * (float) train;
    }
    return new FlowEulerScheduler(
        Timeline.of(t, s, 0), o.begin(t.length, 1), c.flag("stochastic_sampling", false));
  }

  static double shifted(double u, double shift) {
    return shift * u / (1 + (shift - 1) * u);
  }

  @Override
  double alphaOf(int call) {
    return 1 - sigma(call);
  }

  @Override
  double sigmaOf(int call) {
    return sigma(call);
  }

  @Override
  public double initNoiseSigma() {
    return 1;
  }

  @Override
  boolean draws(int call) {
    return stochastic;
  }

  @Override
  void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    float dt = (float) (sigma(call + 1) - sigma(call));
    float a = (float) alphaOf(call + 1);
    float s = (float) sigmaOf(call + 1);
    for (int i = 0; i < to.x.length; i++) {
      to.x[i] = stochastic ? a * denoised[i] + s * noise[i] : from.x[i] + dt * output[i];
    }
  }
}
