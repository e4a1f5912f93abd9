package io.github.palimpsest.model.own;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseLevelsTest {
  private static final NoiseLevels LEVELS =
      new NoiseLevels(new OwnImageModel(1, List.of()).schedulerConfig());

  /** Those of Stable Diffusion, whose betas these are. */
  @Test
  void goFromAlmostNothingToAlmostNoiseAlone() {
    assertEquals(0.0292, LEVELS.sigma(0), 1e-4);
    assertEquals(14.6146, LEVELS.sigma(999), 1e-3);
    assertEquals(LEVELS.sigma(999), LEVELS.sigma(2000));
  }

  @Test
  void timestepsAreFoundAgain() {
    for (double sigma : new double[] {0.03, 0.1, 0.55, 1, 3.3, 14}) {
      assertEquals(sigma, LEVELS.sigma(LEVELS.timestep(sigma)), 1e-9 + 1e-6 * sigma);
    }
    assertEquals(0, LEVELS.timestep(1e-9));
    assertEquals(999, LEVELS.timestep(1e9));
  }
}
