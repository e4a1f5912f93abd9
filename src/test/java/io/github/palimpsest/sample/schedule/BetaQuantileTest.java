package io.github.palimpsest.sample.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Against scipy.stats.beta.ppf(q, 0.6, 0.6). */
class BetaQuantileTest {
  @Test
  void equalsScipy() {
    double[][] known = {
      {0.001, 1.855873851745199e-05},
      {0.1, 0.03958440558878085},
      {0.3, 0.23401700387523572},
      {0.5, 0.5},
      {0.8, 0.8770782495416671},
      {0.99, 0.9991387611784571},
      {0, 0},
      {1, 1}
    };
    for (double[] k : known) {
      assertEquals(k[1], BetaQuantile.of(k[0]), 1e-12, "quantile " + k[0]);
    }
  }

  @Test
  void invertsItsDistribution() {
    for (double q = 0.01; q < 0.5; q += 0.01) {
      assertEquals(q, BetaQuantile.cumulative(BetaQuantile.of(q)), 1e-12);
    }
  }
}
