package io.github.palimpsest.sample.hook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.TorchRandom;
import io.github.palimpsest.sample.solver.Schedulers;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Each constraint is met better with more weight, acts in its region, and does nothing at 0. */
class HooksTest {
  private static final int W = 12;
  private static final int H = 10;
  private static final int N = W * H;

  private static float[] run(StepHook hook) {
    Map<String, Object> config = Map.of("beta_schedule", "scaled_linear", "clip_sample", false);
    Sampling run =
        new Sampling(
            new int[] {1, H, W},
            Schedulers.create("DDIM", config, 10, 1, null),
            (call, in, out) -> {
              for (int i = 0; i < N; i++) {
                out[i] = 0.9f * in[i] + 0.2f * in[(i + 1) % N];
              }
            },
            null,
            Guidance.OFF,
            new TorchRandom(5),
            null,
            false);
    if (hook != null) {
      run.hook(hook);
    }
    while (run.advance()) {
      assertTrue(run.step() > 0);
    }
    return run.now().x;
  }

  private static void monotone(
      Function<HookRegion, StepHook> guide, ToDoubleFunction<float[]> miss) {
    float[] plain = run(null);
    double before = miss.applyAsDouble(plain);
    for (double weight : new double[] {0, 0.1, 0.3, 0.6, 1}) {
      float[] result = run(guide.apply(new HookRegion(mask(), weight)));
      double after = miss.applyAsDouble(result);
      if (weight == 0) {
        assertArrayEquals(plain, result);
      } else {
        assertTrue(after < before, "weight " + weight + " misses by " + after + ", not " + before);
      }
      before = after;
    }
    assertTrue(before < 0.6 * miss.applyAsDouble(plain), "weight 1 still misses by " + before);
  }

  /** The left two thirds. */
  private static float[] mask() {
    float[] mask = new float[N];
    for (int i = 0; i < N; i++) {
      mask[i] = i % W < 8 ? 1 : 0;
    }
    return mask;
  }

  private static float[] picture() {
    float[] p = new float[N];
    for (int i = 0; i < N; i++) {
      p[i] = i % W < 4 ? -0.5f : 0.5f;
    }
    return p;
  }

  @Test
  void pull() {
    monotone(
        r -> new PullToImage(picture(), r),
        x -> {
          double sum = 0;
          for (int i = 0; i < N; i++) {
            sum += mask()[i] * Math.pow(x[i] - picture()[i], 2);
          }
          return sum;
        });
    float[] full = run(new PullToImage(picture(), new HookRegion(mask(), 1)));
    for (int i = 0; i < N; i++) {
      if (mask()[i] == 1) {
        assertEquals(picture()[i], full[i], 1e-5);
      }
    }
  }

  @Test
  void mean() {
    monotone(r -> new MatchMean(0.4, r), x -> Math.abs(0.4 - mean(x)));
    assertEquals(0.4, mean(run(new MatchMean(0.4, new HookRegion(mask(), 1)))), 1e-5);
  }

  private static double mean(float[] x) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += mask()[i] * x[i];
    }
    return sum / (8 * H);
  }

  @Test
  void histogram() {
    float[] target = {-0.8f, -0.2f, 0, 0.1f, 0.9f};
    ToDoubleFunction<float[]> miss =
        x -> {
          float[] sorted = new float[8 * H];
          for (int i = 0, n = 0; i < N; i++) {
            if (mask()[i] > 0) {
              sorted[n++] = x[i];
            }
          }
          Arrays.sort(sorted);
          double sum = 0;
          for (int j = 0; j < sorted.length; j++) {
            double at = 4.0 * j / (sorted.length - 1);
            int low = Math.min(3, (int) at);
            double t = target[low] + (at - low) * (target[low + 1] - target[low]);
            sum += (sorted[j] - t) * (sorted[j] - t);
          }
          return sum;
        };
    monotone(r -> new MatchHistogram(target, r), miss);
    assertEquals(
        0, miss.applyAsDouble(run(new MatchHistogram(target, new HookRegion(mask(), 1)))), 1e-6);
  }

  @Test
  void edges() {
    monotone(
        r -> new FollowEdges(picture(), r),
        x -> {
          double sum = 0;
          for (int i = 0; i + 1 < N; i++) {
            if (i % W < 7) {
              sum += Math.pow(x[i + 1] - x[i] - (picture()[i + 1] - picture()[i]), 2);
            }
          }
          return sum;
        });
    float[] plain = run(null);
    float[] guided = run(new FollowEdges(picture(), new HookRegion(null, 0.5)));
    double before = 0;
    double after = 0;
    for (int i = 0; i < N; i++) {
      before += plain[i];
      after += guided[i];
    }
    assertEquals(before / N, after / N, 0.05, "brightness stays");
  }

  @Test
  void actsInItsIntervalOnly() {
    float[] plain = run(null);
    HookRegion never = new HookRegion(null, 1, 0.55, 0.6);
    assertArrayEquals(plain, run(new PullToImage(picture(), never)));
  }

  @Test
  void wrongValuesAreRefused() {
    assertThrows(BadInput.class, () -> new HookRegion(null, 1.5));
    assertThrows(BadInput.class, () -> new HookRegion(null, 1, 0.7, 0.2));
    assertThrows(BadInput.class, () -> run(new PullToImage(new float[3], new HookRegion(null, 1))));
    assertThrows(BadInput.class, () -> run(new MatchMean(0, new HookRegion(new float[3], 1))));
    assertThrows(BadInput.class, () -> run(new FollowEdges(new float[3], new HookRegion(null, 1))));
    float[] descending = {1, 0};
    assertThrows(BadInput.class, () -> new MatchHistogram(descending, new HookRegion(null, 1)));
  }
}
