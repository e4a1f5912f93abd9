package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.Scheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that predict the clean picture, as models of an image do, run under every solver. */
class SamplePredictionTest {
  private static final float[] TARGET = Runs.source();

  static List<String> solvers() {
    return Schedulers.names().stream()
        .filter(name -> !name.startsWith("EDM") && !name.startsWith("FlowMatch"))
        .toList();
  }

  private static Scheduler scheduler(String name, String prediction) {
    Map<String, Object> config = new HashMap<>(Runs.CONFIG);
    config.put("prediction_type", prediction);
    return Schedulers.create(name, config, 12, 1, null);
  }

  /** Half of the way from what it sees to a target. */
  private static float clean(float x, double alpha, int i) {
    return (float) (0.5 * x / Math.max(alpha, 1) + 0.5 * TARGET[i]);
  }

  /** The run is the same whether the network says the clean picture or the noise. */
  @ParameterizedTest
  @MethodSource("solvers")
  void takesTheSameWayAsWithTheNoise(String name) {
    Scheduler s = scheduler(name, "epsilon");
    Sampling noise =
        Runs.run(
            s,
            3,
            (call, in, out) -> {
              double a = s.alphaOf(call.index());
              double l = s.levelOf(call.index());
              for (int i = 0; i < in.length; i++) {
                // solvers whose states grow scale what the network sees
                double x = a == 1 ? in[i] * Math.sqrt(1 + l * l) : in[i];
                out[i] = (float) ((x - a * clean(in[i], a, i)) / l);
              }
            });
    Sampling sample =
        Runs.run(
            scheduler(name, "sample"),
            3,
            (call, in, out) -> {
              for (int i = 0; i < in.length; i++) {
                out[i] = clean(in[i], s.alphaOf(call.index()), i);
              }
            });
    while (noise.advance() && sample.advance()) {
      assertArrayEquals(noise.now().denoised, sample.now().denoised, 2e-3f, name);
      assertArrayEquals(noise.now().x, sample.now().x, 2e-3f, name);
    }
    assertEquals(12, sample.step());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlowMatch Euler", "EDM Euler", "EDM DPM++ 2M"})
  void solversOfOtherNetworksRefuseIt(String name) {
    BadInput e = assertThrows(BadInput.class, () -> scheduler(name, "sample"));
    assertTrue(e.getMessage().contains("scheduler="), e.getMessage());
  }
}
