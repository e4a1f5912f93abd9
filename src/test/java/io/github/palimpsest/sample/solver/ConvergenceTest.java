package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import io.github.palimpsest.sample.TorchRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Orders of convergence for data N(m, d²), where the estimate and the solution of the probability
 * flow are known: for x = a · x0 + s · noise, (x − a m) / sqrt(a² d² + s²) stays constant.
 */
class ConvergenceTest {
  private static final double MEAN = 0.3;
  private static final double DEVIATION = 0.6;

  private static double spread(double a, double s) {
    return Math.sqrt(a * a * DEVIATION * DEVIATION + s * s);
  }

  private static double error(String name, int steps) {
    Map<String, Object> config = new HashMap<>(Runs.CONFIG);
    config.put("num_train_timesteps", 10240);
    config.put("beta_start", 0.0008 / 10.24);
    config.put("beta_end", 0.01 / 10.24);
    config.put("beta_schedule", "linear");
    config.put("clip_sample", false);
    config.put("set_alpha_to_one", false);
    config.put("sigma_min", 0.03);
    config.put("sigma_max", 8.0);
    config.put("timestep_spacing", name.equals("DDIM") ? "leading" : "linspace");
    Scheduler s = Schedulers.create(name, config, steps, 1, null);
    Sampling run =
        new Sampling(
            new int[] {1, 1, 1},
            s,
            (call, in, out) -> out[0] = 0,
            null,
            Guidance.OFF,
            new TorchRandom(7),
            null,
            false);
    run.hook(
        Runs.afterGuidance(
            v -> {
              double a = s.alphaOf(v.call().index());
              double l = s.levelOf(v.call().index());
              double gain = a * DEVIATION * DEVIATION / (spread(a, l) * spread(a, l));
              v.denoised()[0] = (float) (MEAN + gain * (v.x()[0] - a * MEAN));
            }));
    double a = s.alphaOf(0);
    double l = s.levelOf(0);
    double constant = 1.3;
    run.now().x[0] = (float) (a * MEAN + constant * spread(a, l));
    constant = (run.now().x[0] - a * MEAN) / spread(a, l);
    // the last step goes to sigma 0, where every solver takes Euler's
    while (run.step() < steps - 1) {
      run.advance();
    }
    int call = 0;
    while (s.step(call) < steps - 1) {
      call++;
    }
    double end = s.alphaOf(call);
    double exact = end * MEAN + constant * spread(end, s.sigmaOf(call));
    return Math.abs(run.now().x[0] - exact);
  }

  @ParameterizedTest
  @CsvSource({
    "Euler Karras, 1, 256, 0.1",
    "DDIM, 1, 256, 0.1",
    "EDM Euler, 1, 256, 0.1",
    "FlowMatch Euler Karras, 1, 256, 0.1",
    "Heun Karras, 2, 128, 0.1",
    "DPM2 Karras, 2, 128, 0.1",
    "DPM++ 2M Karras, 2, 128, 0.1",
    "DPM++ 2S Karras, 2, 128, 0.1",
    "EDM DPM++ 2M, 2, 128, 0.1",
    // coefficients in float32, as diffusers computes them, leave less room
    "DEIS Karras, 2, 64, 0.1",
    // the corrector adds one order to that of the predictor
    "UniPC Karras, 3, 128, 0.1",
    "LMS Karras, 4, 128, 0.25"
  })
  void errorFallsWithTheOrder(String name, int order, int steps, double tolerance) {
    double measured = Math.log(error(name, steps / 2) / error(name, steps)) / Math.log(2);
    assertEquals(order, measured, tolerance, name);
  }
}
