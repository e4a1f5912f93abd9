package io.github.palimpsest.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.palimpsest.check.Cancelled;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptDenoisersTest {
  private static final int SIDE = 16;

  private final float[] noisy = noise(1);
  private final float[] mask = new float[SIDE * SIDE];
  private KeptDenoisers kept;
  private Conditioning words;
  private final List<Denoiser> opened = new ArrayList<>();

  @BeforeEach
  void open() {
    kept = new KeptDenoisers(Models.find(Models.DEFAULT).load("CPU", warning -> {}));
    words = kept.encode("nuclei", warning -> {});
    Arrays.fill(mask, 0, mask.length / 2, 1);
  }

  @AfterEach
  void close() {
    opened.forEach(Denoiser::close);
    kept.close();
  }

  private Denoiser denoiser(Conditioning conditioning) {
    Denoiser denoiser = kept.denoiser(SIDE, SIDE, conditioning);
    opened.add(denoiser);
    return denoiser;
  }

  private static float[] noise(long seed) {
    Random random = new Random(seed);
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private float[] predict(Denoiser denoiser, float[] masked) {
    denoiser.bindMask(mask, masked);
    float[] out = new float[noisy.length];
    denoiser.predict(noisy, 700, out);
    return out;
  }

  private float[] fresh(float[] masked) {
    try (LoadedModel loaded = kept.model().load("CPU", warning -> {});
        Denoiser denoiser = loaded.denoiser(SIDE, SIDE, words)) {
      return predict(denoiser, masked);
    }
  }

  @Test
  void theSameSizeAndWordsGetTheSameOne() {
    Denoiser first = denoiser(words);
    Denoiser beside = denoiser(words);
    assertNotSame(first, beside, "it is in use");
    first.close();
    first.close();
    assertSame(first, denoiser(words));
    assertNotSame(first, denoiser(words), "it was given back once");
    beside.close();
    assertNotSame(beside, denoiser(kept.encode("dense", w -> {})));
    Denoiser narrow = kept.denoiser(SIDE, SIDE, words, 2);
    opened.add(narrow);
    assertNotSame(first, narrow, "its calls have fewer threads");
  }

  /** A method with a default would else be lost. */
  @Test
  void everyMethodIsPassedOn() throws NoSuchMethodException {
    for (Method method : LoadedModel.class.getMethods()) {
      KeptDenoisers.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
    }
    Class<?> type = denoiser(words).getClass();
    for (Method method : Denoiser.class.getMethods()) {
      type.getDeclaredMethod(method.getName(), method.getParameterTypes());
    }
  }

  @Test
  void itPredictsWhatANewOneDoes() {
    Denoiser denoiser = denoiser(words);
    predict(denoiser, noise(2));
    denoiser.bindControl(0, mask);
    denoiser.controlWeight(0, 1);
    predict(denoiser, noise(2));
    denoiser.cancel();
    assertThrows(Cancelled.class, () -> predict(denoiser, noise(2)));
    denoiser.close();
    Denoiser again = denoiser(words);
    assertSame(denoiser, again);
    assertArrayEquals(fresh(noise(2)), predict(again, noise(2)));
    assertArrayEquals(fresh(noise(3)), predict(again, noise(3)));
  }
}
