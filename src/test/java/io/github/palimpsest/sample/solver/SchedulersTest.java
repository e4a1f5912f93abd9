package io.github.palimpsest.sample.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.Scheduler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, folders' configurations, and what is refused. */
class SchedulersTest {
  private static final Map<String, Object> CONFIG =
      Map.of("beta_schedule", "scaled_linear", "beta_start", 0.00085, "beta_end", 0.012);

  private static Scheduler create(String name, Map<String, Object> config) {
    return Schedulers.create(name, config, 10, 1, null);
  }

  private static String refusal(String name, String key, Object value) {
    Map<String, Object> config = new HashMap<>(CONFIG);
    config.put(key, value);
    return assertThrows(BadInput.class, () -> create(name, config)).getMessage();
  }

  @Test
  void everyNameMakesARunOfThatManySteps() {
    for (String name : Schedulers.names()) {
      Scheduler s = create(name, CONFIG);
      assertEquals(10, s.steps(), name);
      assertEquals(5, Schedulers.create(name, CONFIG, 10, 0.5, null).steps(), name);
      assertEquals(3, Schedulers.create(name, CONFIG, 7, 0.57, null).steps(), name);
      for (int call = 0; call < s.calls(); call++) {
        assertTrue(s.step(call) >= (call == 0 ? 0 : s.step(call - 1)), name);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ddim", "EULER A", "Euler Exponential", "DPM++ 2M Beta", "dpm++ 2m sde karras"})
  void namesIgnoreCaseAndTakeTheirCurves(String name) {
    assertEquals(10, create(name, CONFIG).steps());
  }

  @Test
  void theFolderNamesItsClass() {
    Map<String, Object> config = new HashMap<>(CONFIG);
    config.put("_class_name", "UniPCMultistepScheduler");
    assertTrue(create("", config) instanceof UniPcScheduler);
    assertTrue(create("Heun", config) instanceof HeunScheduler);
  }

  @Test
  void unknownNamesAreRefusedWithTheKnownOnes() {
    BadInput e = assertThrows(BadInput.class, () -> create("Euler Gamma", CONFIG));
    assertTrue(e.getMessage().contains("Euler Gamma"));
    assertTrue(e.getMessage().contains("DPM++ 2M Karras"));
    assertThrows(BadInput.class, () -> create("DDIM Karras", CONFIG));
  }

  @ParameterizedTest
  @CsvSource({
    "DPM++ 2M, use_dynamic_shifting, true",
    "FlowMatch Euler, invert_sigmas, true",
    "Euler, interpolation_type,cubic",
    "DDPM, variance_type, learned_range",
    "DDIM, beta_schedule, sigmoid",
    "PNDM, prediction_type, flow_prediction",
  })
  void unsupportedValuesAreRefusedByNameAndValue(String name, String key, String value) {
    Object v = value.equals("true") ? (Object) true : value;
    String message = refusal(name, key, v);
    assertTrue(message.contains(key) && message.contains(value), message);
  }

  @Test
  void keysOfOtherClassesAndEmptyValuesDoNotAct() {
    Map<String, Object> config = new HashMap<>(CONFIG);
    config.put("variance_type", "learned_range");
    config.put("use_dynamic_shifting", true);
    config.put("solver_order", 99);
    config.put("trained_betas", null);
    config.put("_diffusers_version", "0.42.1");
    assertEquals(create("Euler", CONFIG).sigma(3), create("Euler", config).sigma(3));
    Map<String, Object> real = new HashMap<>(CONFIG);
    real.put("lambda_min_clipped", "-Infinity");
    real.put("variance_type", null);
    real.put("use_karras_sigmas", null);
    assertEquals(create("DPM++ 2M", CONFIG).sigma(3), create("DPM++ 2M", real).sigma(3));
  }

  @Test
  void oneCurveAtATime() {
    Map<String, Object> config = new HashMap<>(CONFIG);
    config.put("use_beta_sigmas", true);
    assertThrows(BadInput.class, () -> create("Euler Karras", config));
  }

  @Test
  void nothingToRunIsRefused() {
    for (String name : Schedulers.names()) {
      BadInput e =
          assertThrows(BadInput.class, () -> Schedulers.create(name, CONFIG, 10, 0.09, null), name);
      assertTrue(e.getMessage().contains("0.09"), e.getMessage());
    }
    assertThrows(BadInput.class, () -> Schedulers.create("DDIM", CONFIG, 0, 1, null));
    assertThrows(BadInput.class, () -> Schedulers.create("DDIM", CONFIG, 5, 1, 1.5));
    assertThrows(BadInput.class, () -> Schedulers.create("LCM", CONFIG, 60, 1, null));
  }

  @Test
  void ordersOfSinglestepBlocks() {
    assertEquals("[1, 2, 1, 2, 1]", list(5, 2));
    assertEquals("[1, 2, 1, 1]", list(4, 2));
    assertEquals("[1, 2, 3, 1, 2, 1]", list(6, 3));
    assertEquals("[1, 2, 3, 1]", list(4, 3));
    assertEquals("[1, 2, 3, 1, 1]", list(5, 3));
  }

  private static String list(int steps, int order) {
    return Arrays.toString(DpmSinglestepScheduler.orders(steps, order, true, true));
  }

  @Test
  void timestepsThatNobodyTrained() {
    for (double count : new double[] {-1, 0, 2e9, 1.5}) {
      for (String type : List.of("DDIMScheduler", "FlowMatchEulerDiscreteScheduler")) {
        Map<String, Object> config = Map.of("_class_name", type, "num_train_timesteps", count);
        String sentence =
            assertThrows(BadInput.class, () -> Schedulers.create("", config, 4, 1, null))
                .getMessage();
        assertTrue(sentence.contains("num_train_timesteps"), sentence);
      }
    }
  }
}
