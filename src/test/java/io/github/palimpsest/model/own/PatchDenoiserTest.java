package io.github.palimpsest.model.own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.concurrent.Threads;
import io.github.palimpsest.model.ExamplePicture;
import java.awt.Rectangle;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Estimates of pictures whose answers are known. */
class PatchDenoiserTest {
  private static final int SIDE = 72;
  private static final Rectangle HOLE = new Rectangle(30, 26, 13, 14);
  private static final NoiseLevels NOISE =
      new NoiseLevels(new OwnImageModel(1, List.of()).schedulerConfig());

  private final float[] mask = new float[SIDE * SIDE];

  PatchDenoiserTest() {
    for (int i = 0; i < mask.length; i++) {
      mask[i] = HOLE.contains(i % SIDE, i / SIDE) ? 1 : 0;
    }
  }

  private static float[] picture(IntToDoubleFunction value) {
    float[] picture = new float[SIDE * SIDE];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (float) value.applyAsDouble(i);
    }
    return picture;
  }

  /** Period 6 by 8, every pixel of the cell different. */
  private static float[] periodic() {
    return picture(i -> (i % SIDE % 6 * 5 + i / SIDE % 8 * 7) % 48 / 24.0 - 1);
  }

  private static float[] random(long seed) {
    Random random = new Random(seed);
    return picture(i -> random.nextFloat() * 2 - 1);
  }

  private PatchDenoiser denoiser(float[] picture) {
    float[] known = picture(i -> mask[i] > 0 || Float.isNaN(picture[i]) ? 0 : 1);
    return denoiser(picture, known, 0);
  }

  /**
   * @param instead what stands where the picture has no value
   */
  private PatchDenoiser denoiser(float[] picture, float[] known, double instead) {
    PatchDenoiser denoiser =
        new PatchDenoiser(1, SIDE, SIDE, Set.of(), NOISE, PatchSettings.DEFAULT, new SideBySide(4));
    denoiser.bindExamples(
        List.of(
            new ExamplePicture(
                1, 100, 200, SIDE, SIDE, new float[][] {picture}, known, Map.of(), List.of())));
    float[] masked = picture(i -> mask[i] > 0 ? 0 : Float.isNaN(picture[i]) ? instead : picture[i]);
    denoiser.bindMask(mask, masked);
    return denoiser;
  }

  /** A clean picture with noise, as a sampler shows it. */
  private static float[] noisy(float[] clean, double sigma, long seed) {
    Random random = new Random(seed);
    return picture(i -> (clean[i] + sigma * random.nextGaussian()) / Math.sqrt(1 + sigma * sigma));
  }

  private static float[] estimate(PatchDenoiser denoiser, float[] x, double sigma) {
    float[] out = new float[SIDE * SIDE];
    denoiser.predict(x, NOISE.timestep(sigma), out);
    return out;
  }

  @Test
  void restoresAPeriodicPictureUnderNoiseExactly() {
    float[] clean = periodic();
    for (double sigma : new double[] {0.03, 0.15, 0.3}) {
      float[] out = estimate(denoiser(clean), noisy(clean, sigma, 5), sigma);
      assertArrayEquals(clean, out, 1e-3f, "sigma " + sigma);
    }
  }

  @Test
  void muchNoiseLeavesTheMean() {
    float[] clean = random(6);
    float[] out = estimate(denoiser(clean), noisy(clean, 14, 7), 14);
    double square = 0;
    for (int i = 0; i < out.length; i++) {
      square += mask[i] > 0 ? out[i] * out[i] : 0;
      assertEquals(mask[i] > 0 ? out[i] : clean[i], out[i]);
    }
    // the pixels themselves have 0.58
    assertEquals(0, Math.sqrt(square / HOLE.width / HOLE.height), 0.2);
  }

  /** What lies in the hole is a copy of another place, turned: it is found, and the place said. */
  @Test
  void findsTheOnlyMatch() {
    float[] clean = random(8);
    int side = 24;
    float[] twin = clean.clone();
    // around the hole and in it: columns and rows swapped
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        twin[(22 + y) * SIDE + 24 + x] = clean[(48 + x) * SIDE + y];
      }
    }
    PatchDenoiser denoiser = denoiser(twin);
    float[] out = estimate(denoiser, noisy(twin, 0.03, 9), 0.03);
    float[][] sources = denoiser.sources();
    assertNotNull(sources);
    int found = 0;
    for (int i = 0; i < mask.length; i++) {
      boolean hole = mask[i] > 0;
      boolean there = sources[0][i] == 100 + i / SIDE - 22 && sources[1][i] == 200 + i % SIDE + 24;
      found += hole && there && sources[2][i] > 0.99f && Math.abs(out[i] - twin[i]) < 2e-3 ? 1 : 0;
      assertTrue(hole || sources[0][i] == 0 && sources[1][i] == 0 && sources[2][i] == 0);
    }
    assertTrue(found > 0.9 * HOLE.width * HOLE.height, found + " found");
  }

  @Test
  void isAPureFunctionOfTheNoisyPictureOnAnyNumberOfThreads() {
    float[] clean = random(10);
    float[] x = noisy(clean, 0.4, 11);
    PatchDenoiser used = denoiser(clean);
    float[] first = estimate(used, x, 0.4);
    estimate(used, noisy(clean, 3, 12), 3);
    assertArrayEquals(first, estimate(used, x, 0.4));
    for (int helping : new int[] {0, 1, 3}) {
      try (Threads.Undo undo = Threads.helping(helping)) {
        assertArrayEquals(first, estimate(denoiser(clean), x, 0.4));
      }
    }
  }

  @Test
  void stopsAndGoesOn() {
    float[] clean = periodic();
    float[] x = noisy(clean, 0.2, 13);
    PatchDenoiser denoiser = denoiser(clean);
    float[] before = estimate(denoiser, x, 0.2);
    denoiser.cancel();
    assertThrows(Cancelled.class, () -> estimate(denoiser, x, 0.2));
    denoiser.uncancel();
    assertArrayEquals(before, estimate(denoiser, x, 0.2));
  }

  @Test
  void whatHasNoValueTellsNothing() {
    float[] clean = periodic();
    for (int y = 20; y < 50; y++) {
      for (int x = HOLE.x + HOLE.width; x < 60; x++) {
        clean[y * SIDE + x] = Float.NaN;
      }
    }
    float[] known = picture(i -> mask[i] > 0 || Float.isNaN(clean[i]) ? 0 : 1);
    float[] truth = periodic();
    for (double sigma : new double[] {0.2, 5}) {
      float[] x = noisy(truth, sigma, 14);
      float[] out = estimate(denoiser(clean, known, 0), x, sigma);
      float[] other = estimate(denoiser(clean, known, 0.8), x, sigma);
      for (int i = 0; i < out.length; i++) {
        if (mask[i] > 0) {
          assertEquals(out[i], other[i], "pixel " + i);
          assertEquals(truth[i], out[i], sigma < 1 ? 1e-3 : 2);
        }
      }
    }
  }

  @Test
  void tooFewPixelsAreRefused() {
    float[] clean = periodic();
    float[] known = picture(i -> i % SIDE < 6 ? 1 : 0);
    BadInput e =
        assertThrows(
            BadInput.class, () -> estimate(denoiser(clean, known, 0), noisy(clean, 1, 15), 1));
    assertTrue(e.getMessage().contains("too few known pixels"), e.getMessage());
  }
}
