package io.github.palimpsest.sample.solver;

import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.KnownPixels;
import io.github.palimpsest.sample.ModelCall;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import io.github.palimpsest.sample.TorchRandom;
import io.github.palimpsest.sample.schedule.Betas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Small runs on an analytic model, for every scheduler. */
final class Runs {
  static final int STEPS = 7;
  static final int[] SHAPE = {1, 4, 5};
  static final int SIZE = 20;
  static final Map<String, Object> CONFIG =
      Map.of("beta_schedule", "scaled_linear", "beta_start", 0.00085, "beta_end", 0.012);

  /** A scheduler under test. */
  record Case(String name, Map<String, Object> changes) {
    Scheduler scheduler() {
      return scheduler(STEPS, 1);
    }

    Scheduler scheduler(int steps, double strength) {
      Map<String, Object> config = new HashMap<>(CONFIG);
      config.putAll(changes);
      return Schedulers.create(name, config, steps, strength, null);
    }

    @Override
    public String toString() {
      return name + (changes.isEmpty() ? "" : " " + changes);
    }
  }

  private Runs() {}

  /** Every name, and the solvers' variants that keep other memory. */
  static List<Case> cases() {
    List<Case> all = new ArrayList<>();
    for (String name : Schedulers.names()) {
      all.add(new Case(name, Map.of()));
    }
    all.add(new Case("PNDM", Map.of("skip_prk_steps", true)));
    all.add(new Case("PNDM", Map.of("prediction_type", "sample")));
    all.add(new Case("DDIM", Map.of("prediction_type", "v_prediction")));
    all.add(new Case("Euler", Map.of("prediction_type", "v_prediction")));
    for (String name : List.of("DPM++ 2M", "DPM++ 2S", "DEIS", "UniPC")) {
      all.add(new Case(name, Map.of("solver_order", 3)));
      all.add(new Case(name, Map.of("solver_order", 3, "prediction_type", "v_prediction")));
    }
    for (String name : List.of("DPM++ 2M", "DPM++ 2S")) {
      all.add(
          new Case(name, Map.of("algorithm_type", "dpmsolver", "final_sigmas_type", "sigma_min")));
    }
    all.add(new Case("UniPC", Map.of("predict_x0", false, "final_sigmas_type", "sigma_min")));
    all.add(new Case("FlowMatch Euler", Map.of("stochastic_sampling", true, "shift", 3.0)));
    return all;
  }

  static void model(ModelCall call, float[] in, float[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = in[i] / (1 + Math.abs(in[i])) * (0.5f + (float) call.timestep() / 2000) + 0.1f;
    }
  }

  static float[] source() {
    return Betas.linspace(-1, 1, SIZE);
  }

  /** 0, soft and 1. */
  static float[] mask() {
    float[] mask = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      mask[i] = i % 4 / 3f;
    }
    return mask;
  }

  static Sampling run(Scheduler scheduler, long seed, Predictor model) {
    return new Sampling(
        SHAPE, scheduler, model, null, Guidance.OFF, new TorchRandom(seed), source(), false);
  }

  static Sampling run(Case c, long seed) {
    return run(c.scheduler(), seed, Runs::model);
  }

  static StepHook beforeModel(Consumer<StepView> action) {
    return new StepHook() {
      @Override
      public void beforeModel(StepView view) {
        action.accept(view);
      }
    };
  }

  static StepHook afterGuidance(Consumer<StepView> action) {
    return new StepHook() {
      @Override
      public void afterGuidance(StepView view) {
        action.accept(view);
      }
    };
  }

  static StepHook afterStep(Consumer<StepView> action) {
    return new StepHook() {
      @Override
      public void afterStep(StepView view) {
        action.accept(view);
      }
    };
  }

  /** A run with all that can act in it: soft blending and hooks on input, estimate and state. */
  static Sampling busy(Case c, int resample) {
    return run(c, 7)
        .setKnownPixels(new KnownPixels(source(), mask(), KnownPixels.Rule.SAMPLER, resample, 2))
        .hook(beforeModel(v -> v.x()[0] += 0.01f * v.step()))
        .hook(afterGuidance(v -> v.map(d -> d * 0.99)))
        .hook(afterStep(v -> v.x()[1] *= 0.999f));
  }

  /** A run of 20 steps on the exact estimate of data N(0, 0.6²). */
  static Sampling gaussian(Case c) {
    Scheduler s = c.scheduler(20, 1);
    return run(s, 7, Runs::model)
        .hook(
            afterGuidance(
                v -> {
                  double a = s.alphaOf(v.call().index());
                  double level = s.levelOf(v.call().index());
                  double gain = a * 0.36 / (a * a * 0.36 + level * level);
                  for (int i = 0; i < SIZE; i++) {
                    v.denoised()[i] = (float) (gain * v.x()[i]);
                  }
                }));
  }

  static List<float[]> finish(Sampling run) {
    List<float[]> states = new ArrayList<>();
    states.add(run.now().x.clone());
    while (run.advance()) {
      states.add(run.now().x.clone());
    }
    return states;
  }
}
