package io.github.palimpsest.sample;

/** DPM-Solver++ multistep for networks with EDM preconditioning; see {@link Edm}. */
final class EdmDpmScheduler extends DpmMultistepScheduler {
  private final Edm edm;

  private EdmDpmScheduler(Timeline timeline, SchedulerConfig c, Options o, DpmFormula f, Edm edm) {
    super(timeline, c, o, f);
    this.edm = edm;
  }

  static Scheduler create(SchedulerConfig c, Options o) {
    DpmFormula formula = DpmFormula.of(c, "dpmsolver++", "sde-dpmsolver++");
    c.integer("solver_order", 2, 1, formula.sde() ? 2 : 3);
    Edm edm = Edm.of(c);
    return new EdmDpmScheduler(edm.timeline(c, o.steps()), c, o, formula, edm);
  }

  @Override
  public double initNoiseSigma() {
    return edm.initNoiseSigma();
  }

  @Override
  double alphaOf(int call) {
    return 1;
  }

  @Override
  double sigmaOf(int call) {
    return sigma(call);
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
}
