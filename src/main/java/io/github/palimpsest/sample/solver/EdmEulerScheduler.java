package io.github.palimpsest.sample.solver;

import static io.github.palimpsest.sample.solver.SchedulerKeys.EDM;

import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.Prediction;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepRecord;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import io.github.palimpsest.sample.schedule.SchedulerOptions;
import io.github.palimpsest.sample.schedule.TimestepSchedule;
import io.github.palimpsest.sample.schedule.VeSchedule;
import org.scijava.plugin.Plugin;

/** Euler's method for networks with EDM preconditioning: Karras et al. 2022, algorithm 1. */
final class EdmEulerScheduler extends VarianceExplodingScheduler {
  private final EdmPreconditioning edm;

  private EdmEulerScheduler(TimestepSchedule timeline, EdmPreconditioning edm, int begin) {
    super(new VeSchedule(timeline, true, null), Prediction.EPSILON, Clip.NONE, begin);
    this.edm = edm;
  }

  @Plugin(type = SchedulerFactory.class, name = "EDM Euler", priority = 300)
  static final class Factory implements SchedulerFactory {
    @Override
    public String className() {
      return "EDMEulerScheduler";
    }

    @Override
    public String keys() {
      return EDM;
    }

    @Override
    public Scheduler create(SchedulerConfig c, SchedulerOptions o) {
      EdmPreconditioning edm = EdmPreconditioning.of(c);
      return new EdmEulerScheduler(edm.timeline(c, o.steps()), edm, o.begin(o.steps(), 1));
    }
  }

  @Override
  public double initNoiseSigma() {
    return edm.initNoiseSigma();
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

  @Override
  public void step(
      int call, StepRecord from, float[] output, float[] denoised, float[] noise, StepRecord to) {
    euler(from.x, denoised, sigma(call), sigma(call + 1), to.x);
  }
}
