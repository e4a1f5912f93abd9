package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Models;
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
  private LoadedModel kept;
  private Conditioning words;
  private final List<Denoiser> opened = new ArrayList<>();

  @BeforeEach
  void open() {
    kept = Models.find(Models.DEFAULT).load("CPU", warning -> {});
    words = kept.encode("nuclei", warning -> {});
    Arrays.fill(mask, 0, mask.length / 2, 1);
  }

  @AfterEach
  void close() {
    opened.forEach(Denoiser::close);
    kept.close();
  }

  private Denoiser denoiser(Conditioning conditioning) {
    return denoiser(conditioning, SIDE);
  }

  private Denoiser denoiser(Conditioning conditioning, int side) {
    Denoiser denoiser = kept.denoiser(side, side, conditioning);
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
    OnnxModel other = new OnnxModel((ModelFolder) kept.model(), Device.CPU);
    try (Denoiser denoiser = other.denoiser(SIDE, SIDE, words)) {
      return predict(denoiser, masked);
    } finally {
      other.unload();
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

  @Test
  void fewAreKeptThatWereNotInUseAtTheSameTime() {
    for (int side : new int[] {SIDE, 24 * SIDE}) {
      int before = NetworkCall.OPEN.get();
      int most = 0;
      long bytes = 0;
      for (int k = 0; k < 8; k++) {
        Denoiser denoiser = denoiser(kept.encode("nuclei " + side + " " + k, w -> {}), side);
        bytes = denoiser.nativeBytes();
        denoiser.close();
        most = Math.max(most, NetworkCall.OPEN.get() - before);
      }
      assertTrue(bytes > 16 * side * side, "some planes: " + bytes);
      assertTrue((most - 1) * bytes < 32 << 20, most + " of " + bytes);
      assertTrue(side > SIDE || most == 8, "small ones stay: " + most);
    }
  }

  @Test
  void whatWasInUseAtTheSameTimeIsKeptWhateverItsSize() {
    int before = NetworkCall.OPEN.get();
    Denoiser one = denoiser(words, 24 * SIDE);
    Denoiser two = denoiser(words, 24 * SIDE);
    one.close();
    two.close();
    assertEquals(2, NetworkCall.OPEN.get() - before);
    assertNotSame(denoiser(words, 24 * SIDE), denoiser(words, 24 * SIDE));
    assertEquals(2, NetworkCall.OPEN.get() - before);
  }

  @Test
  void noneIsKeptOnceNobodyHoldsTheModel() {
    int before = NetworkCall.OPEN.get();
    Denoiser late = denoiser(words);
    denoiser(words).close();
    try (LoadedModel other = kept.model().load("CPU", warning -> {})) {
      kept.close();
      assertEquals(2, NetworkCall.OPEN.get() - before, "another user holds it: " + other);
    }
    assertEquals(1, NetworkCall.OPEN.get() - before);
    late.close();
    assertEquals(0, NetworkCall.OPEN.get() - before);
  }
}
