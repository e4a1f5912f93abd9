package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.EDM;
import static io.github.palimpsest.sample.solver.SchedulerKeys.SOLVER;
import static io.github.palimpsest.sample.solver.SchedulerKeys.THRESHOLD;

import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import org.scijava.plugin.Plugin;

/** DPM-Solver++ multistep for networks with EDM preconditioning; see {@link EdmPreconditioning}. */
final class EdmDpmScheduler extends DpmMultistepScheduler {
  private final EdmPreconditioning edm;

  private EdmDpmScheduler(
      TimestepSchedule timeline,
      SchedulerConfig c,
      SchedulerOptions o,
      DpmFormula f,
      EdmPreconditioning edm) {
    super(timeline, c, o, f);
    this.edm = edm;
  }

  @Plugin(type = SchedulerFactory.class, name = "EDM DPM++ 2M", priority = 200)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "EDMDPMSolverMultistepScheduler";
    }

    @Override
    public String keys() {
      return EDM + THRESHOLD + SOLVER + "euler_at_final";
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      DpmFormula formula = DpmFormula.of(c, "dpmsolver++", "sde-dpmsolver++");
      c.integer("solver_order", 2, 1, formula.sde() ? 2 : 3);
      EdmPreconditioning edm = EdmPreconditioning.of(c);
      return new EdmDpmScheduler(edm.timeline(c, o.steps()), c, o, formula, edm);
    }
  }

  @Override
  public double initNoiseSigma() {
    return edm.initNoiseSigma();
  }

  @Override
  public double alphaOf(int call) {
    return 1;
  }

  @Override
  public double sigmaOf(int call) {
    return sigma(call);
  }

  @Override
  public double ofX(int call) {
    return edm.skip(sigma(call));
  }

  @Override
  public double ofOutput(int call) {
    return edm.out(sigma(call));
  }

  @Override
  public void scaleInput(int call, float[] x, float[] input) {
    edm.scale(sigma(call), x, input);
  }
}
