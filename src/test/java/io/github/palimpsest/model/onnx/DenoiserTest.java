package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.Golden;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.TinyModels;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DenoiserTest {
  private static LoadedModel open(String name) {
    return NetworkParityTest.open(name);
  }

  private static float[] noise(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Heap at most 1 KB a call, and no new native buffers. */
  @Test
  void callsAllocateNextToNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    for (String name : List.of("sd", "sd-fp16", "sd-inpaint")) {
      try (LoadedModel model = open(name);
          Denoiser denoiser = model.denoiser(24, 24, model.encode("a cell", s -> {}))) {
        float[] x = noise(4 * 24 * 24, 1);
        float[] out = new float[x.length];
        int calls = 20;
        for (int i = 0; i < calls; i++) {
          denoiser.predict(x, i, out);
        }
        long native0 = direct.getMemoryUsed();
        long heap0 = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
          denoiser.predict(x, i, out);
        }
        long heap = (threads.getCurrentThreadAllocatedBytes() - heap0) / calls;
        assertTrue(heap <= 1024, name + " takes " + heap + " bytes of heap a call");
        // what others have dropped may be freed meanwhile
        assertTrue(direct.getMemoryUsed() <= native0, "direct memory");
      }
    }
  }

  @Test
  void concurrentCallsGiveTheSameAsOneAfterTheOther() throws Exception {
    try (LoadedModel model = open("sd")) {
      Conditioning prompt = model.encode("bright nuclei", s -> {});
      float[] x = noise(4 * 16 * 16, 2);
      float[] alone = new float[x.length];
      try (Denoiser denoiser = model.denoiser(16, 16, prompt)) {
        denoiser.predict(x, 321, alone);
      }
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(
            pool.submit(
                () -> {
                  float[] out = new float[x.length];
                  try (Denoiser denoiser = model.denoiser(16, 16, prompt)) {
                    for (int j = 0; j < 25; j++) {
                      denoiser.predict(x, 321, out);
                    }
                  }
                  return out;
                }));
      }
      for (Future<float[]> result : results) {
        assertArrayEquals(alone, result.get());
      }
      pool.shutdown();
    }
  }

  @Test
  @Timeout(60)
  void cancelFromAnotherThread() throws Exception {
    try (LoadedModel model = open("pixel")) {
      Denoiser denoiser = model.denoiser(96, 96, Conditioning.NONE);
      float[] x = noise(96 * 96, 3);
      CountDownLatch running = new CountDownLatch(1);
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> endless =
          pool.submit(
              () -> {
                while (true) {
                  running.countDown();
                  denoiser.predict(x, 1, new float[x.length]);
                }
              });
      running.await();
      Thread.sleep(50);
      denoiser.cancel();
      Throwable thrown =
          assertThrows(
                  java.util.concurrent.ExecutionException.class,
                  () -> endless.get(20, TimeUnit.SECONDS))
              .getCause();
      assertTrue(thrown instanceof Cancelled, thrown.toString());
      assertThrows(Cancelled.class, () -> denoiser.predict(x, 1, new float[x.length]));
      denoiser.close();
      denoiser.close();
      denoiser.cancel();
      pool.shutdown();
      try (Denoiser next = model.denoiser(64, 64, Conditioning.NONE)) {
        float[] out = new float[64 * 64];
        next.predict(noise(64 * 64, 4), 1, out);
        assertTrue(out[0] != 0, "the model stays usable");
      }
    }
  }

  /** A control net that loads while a stop comes in is stopped as well. */
  @Test
  void cancelReachesControlNetsThatLoadLater() {
    try (LoadedModel model = open("sd");
        Denoiser denoiser = model.denoiser(6, 8, model.encode("", s -> {}))) {
      float[] x = noise(4 * 48, 5);
      denoiser.cancel();
      denoiser.bindControl(0, new float[3 * 48 * 64]);
      denoiser.controlWeight(0, 1);
      long inside = Stage.NANOS.sum();
      assertThrows(Cancelled.class, () -> denoiser.predict(x, 1, new float[x.length]));
      assertEquals(inside, Stage.NANOS.sum(), "no network was called");
      denoiser.uncancel();
      denoiser.predict(x, 1, new float[x.length]);
    }
  }

  @Test
  void maskAndMaskedImageMatter() {
    try (LoadedModel model = open("sd-inpaint");
        Denoiser denoiser = model.denoiser(6, 8, model.encode("", s -> {}))) {
      float[] x = noise(4 * 48, 5);
      float[] zero = new float[x.length];
      float[] masked = new float[x.length];
      denoiser.predict(x, 100, zero);
      float[] mask = new float[48];
      Arrays.fill(mask, 1);
      denoiser.bindMask(mask, noise(x.length, 6));
      denoiser.predict(x, 100, masked);
      assertFalse(Arrays.equals(zero, masked));
      float[] again = new float[x.length];
      denoiser.predict(x, 100, again);
      assertArrayEquals(masked, again);
    }
    try (LoadedModel model = open("sd");
        Denoiser denoiser = model.denoiser(6, 8, model.encode("", s -> {}))) {
      assertThrows(BadInput.class, () -> denoiser.bindMask(new float[48], new float[192]));
    }
  }

  @Test
  void guidanceIsAnInputOfLatentConsistencyModels() {
    try (LoadedModel model = open("lcm");
        Denoiser denoiser = model.denoiser(6, 8, model.encode("", s -> {}))) {
      float[] x = noise(4 * 48, 5);
      float[] one = new float[x.length];
      float[] eight = new float[x.length];
      denoiser.predict(x, 100, one);
      denoiser.guidanceScale(8);
      denoiser.predict(x, 100, eight);
      assertFalse(Arrays.equals(one, eight));
    }
  }

  @Test
  void refusals() {
    ModelFolder pixel = ModelFolder.open(TinyModels.folder("pixel"));
    String device =
        assertThrows(BadInput.class, () -> OnnxModels.open(pixel, "TPU", s -> {})).getMessage();
    assertTrue(device.contains("TPU") && device.contains("CUDA"), device);
    try (LoadedModel model = open("pixel")) {
      String prompt =
          assertThrows(BadInput.class, () -> model.encode("cells", s -> {})).getMessage();
      assertTrue(prompt.contains("prompt (cells)"), prompt);
      String size =
          assertThrows(BadInput.class, () -> model.denoiser(7, 8, Conditioning.NONE)).getMessage();
      assertTrue(size.contains("8 x 7") && size.contains("multiples of 2"), size);
    }
  }

  @Test
  void anAbsentDeviceFallsBackWithOneWarning() {
    List<String> warnings = new ArrayList<>();
    ModelFolder folder = ModelFolder.open(TinyModels.folder("pixel"));
    String wanted = Device.COREML.installed() ? "DirectML" : "CoreML";
    for (int i = 1; i <= 2; i++) {
      try (LoadedModel model = OnnxModels.open(folder, wanted, warnings::add)) {
        assertEquals("CPU", model.device());
      }
      assertEquals(i, warnings.size(), "every run is told");
    }
    assertTrue(warnings.get(0).contains("device=" + wanted), warnings.get(0));
  }

  @Test
  void networksStayOpenBetweenRuns() {
    ModelFolder folder = ModelFolder.open(TinyModels.folder("sd"));
    OnnxModels.open(folder, "CPU", s -> {}).close();
    for (String part : List.of("unet", "vae_encoder", "vae_decoder", "text_encoder")) {
      try (Natives.Undo undo = Natives.failing(part)) {
        OnnxModels.open(folder, "CPU", s -> {}).close();
      }
    }
  }

  @Test
  void goldenNoiseDoesNotDependOnWhatRanBefore() {
    Golden golden = Golden.load("sd_parts");
    float[] x = golden.array("x");
    try (LoadedModel model = open("sd")) {
      Conditioning prompt = model.encode("a cell", s -> {});
      float[] first = new float[x.length];
      float[] later = new float[x.length];
      try (Denoiser denoiser = model.denoiser(6, 8, prompt)) {
        denoiser.predict(x, 10, first);
        denoiser.predict(noise(x.length, 7), 900, later);
        denoiser.predict(x, 10, later);
      }
      assertArrayEquals(first, later);
    }
  }
}
