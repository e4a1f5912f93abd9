package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelsTest {
  private static final Network.Loader LOADER = OnnxModels.loader;

  private static ModelFolder folder(String name) {
    return ModelFolder.open(TinyModels.folder(name));
  }

  private static LoadedModel open(String name, List<String> told) {
    return OnnxModels.open(folder(name), "CPU", told::add);
  }

  private static LoadedModel open(String name) {
    return open(name, new ArrayList<>());
  }

  @BeforeEach
  @AfterEach
  void nothingIsLeftBehind() {
    OnnxModels.loader = LOADER;
    OnnxModels.clock = IdleClock.SYSTEM;
    OnnxModels.unloadIdle();
    assertEquals(0, OnnxModels.leases());
    assertEquals(0, OnnxModels.models());
  }

  /** As the many runs of a batch ask for it: also text and VAE keep to one core. */
  @Test
  void everyNetworkOfAModelOnOneCoreHasOneThread() {
    Map<String, Integer> loaded = new ConcurrentHashMap<>();
    OnnxModels.loader =
        (file, device, threads) -> {
          loaded.put(file.part(), threads);
          return Network.load(file, device, threads);
        };
    try (LoadedModel model = OnnxModels.open(folder("sd"), "CPU", 1, s -> {});
        LatentCodec codec = model.codec()) {
      codec.load();
      model.denoiser(8, 8, model.encode("", s -> {}), 1).close();
    }
    assertEquals(Map.of("unet", 1, "text_encoder", 1, "vae_decoder", 1), loaded);
  }

  @Test
  void readsATextOnceAndTellsEveryUserOfIt() {
    String words = "cell ".repeat(200);
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    try (LoadedModel one = open("sd");
        LoadedModel two = open("sd")) {
      Conditioning read = one.encode(words, first::add);
      assertSame(read, two.encode(words, second::add));
      assertNotEquals(read, two.encode("cell", s -> {}));
    }
    assertEquals(1, first.size());
    assertEquals(first, second);
  }

  @Test
  void twoIdleModelsStayAndTheOldestGoes() {
    AtomicInteger loads = new AtomicInteger();
    OnnxModels.loader =
        (file, device, threads) -> {
          if (file.part().equals("unet")) {
            loads.incrementAndGet();
          }
          return Network.load(file, device, threads);
        };
    for (String name : new String[] {"sd", "pixel", "lcm"}) {
      open(name).close();
    }
    assertEquals(2, OnnxModels.models());
    open("pixel").close();
    open("lcm").close();
    assertEquals(3, loads.get());
    open("sd").close();
    assertEquals(4, loads.get(), "the first had been evicted");
    assertEquals(2, OnnxModels.models());
  }

  @Test
  void aModelInUseIsNeverEvicted() {
    try (LoadedModel used = open("pixel")) {
      for (String name : new String[] {"sd", "lcm", "sdxl"}) {
        open(name).close();
      }
      OnnxModels.unloadIdle();
      used.denoiser(8, 8, Conditioning.NONE).close();
    }
  }

  @Test
  void aModelThatNobodyUsesGoesAfterTenMinutes() {
    SetClock clock = new SetClock();
    OnnxModels.clock = clock;
    open("pixel").close();
    clock.advance(OnnxModels.PATIENCE - 1);
    assertEquals(1, OnnxModels.models());
    clock.advance(1);
    assertEquals(0, OnnxModels.models());
    assertEquals(List.of(), clock.tasks, "nothing is left to look for");
  }

  @Test
  void everyUseBeginsTheTimeAnew() {
    SetClock clock = new SetClock();
    OnnxModels.clock = clock;
    open("pixel").close();
    clock.advance(OnnxModels.PATIENCE - 1);
    open("pixel").close();
    open("sd").close();
    clock.advance(1);
    assertEquals(2, OnnxModels.models());
    assertEquals(1, clock.tasks.size(), "one look is planned, however many runs there were");
    clock.advance(OnnxModels.PATIENCE - 1);
    assertEquals(0, OnnxModels.models());
  }

  @Test
  void aModelInUseStaysHoweverLong() {
    SetClock clock = new SetClock();
    OnnxModels.clock = clock;
    open("pixel").close();
    try (LoadedModel used = open("pixel")) {
      clock.advance(3 * OnnxModels.PATIENCE);
      used.denoiser(8, 8, Conditioning.NONE).close();
    }
    clock.advance(OnnxModels.PATIENCE - 1);
    assertEquals(1, OnnxModels.models());
    clock.advance(1);
    assertEquals(0, OnnxModels.models());
  }

  /** A clock that goes by hand. */
  private static final class SetClock implements IdleClock {
    record Task(long at, Runnable action) {}

    final List<Task> tasks = new ArrayList<>();
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void later(long nanos, Runnable task) {
      tasks.add(new Task(now + nanos, task));
    }

    void advance(long nanos) {
      now += nanos;
      List<Task> due = tasks.stream().filter(task -> task.at() <= now).toList();
      tasks.removeAll(due);
      due.forEach(task -> task.action().run());
    }
  }

  @Test
  void aSlowModelHoldsNoOtherUp() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (LoadedModel running = open("pixel")) {
      OnnxModels.loader =
          (file, device, threads) -> {
            if (file.folder().equals(TinyModels.folder("sd"))) {
              begun.countDown();
              await(go);
            }
            return Network.load(file, device, threads);
          };
      CompletableFuture<LoadedModel> slow = CompletableFuture.supplyAsync(() -> open("sd"));
      assertTrue(begun.await(30, TimeUnit.SECONDS));
      CompletableFuture<Void> others =
          CompletableFuture.runAsync(
              () -> {
                open("lcm").close();
                running.denoiser(8, 8, Conditioning.NONE).close();
                running.device();
              });
      try {
        others.get(30, TimeUnit.SECONDS);
      } finally {
        go.countDown();
      }
      slow.get(30, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void aModelThatTwoWantIsLoadedOnce() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(2);
    OnnxModels.loader =
        (file, device, threads) -> {
          loads.incrementAndGet();
          return Network.load(file, device, threads);
        };
    List<CompletableFuture<Void>> users = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      users.add(
          CompletableFuture.runAsync(
              () -> {
                both.countDown();
                await(both);
                try (LoadedModel model = open("sd")) {
                  model.encode("a", w -> {});
                }
              }));
    }
    for (CompletableFuture<Void> user : users) {
      user.get(60, TimeUnit.SECONDS);
    }
    assertEquals(2, loads.get(), "U-Net and text encoder");
  }

  @Test
  void aFailureIsForgotten() {
    for (String part : new String[] {"unet", "text_encoder"}) {
      OnnxModels.loader =
          (file, device, threads) -> {
            if (file.part().equals(part)) {
              throw new Natives.Exhausted();
            }
            return Network.load(file, device, threads);
          };
      assertThrows(
          Natives.Exhausted.class,
          () -> {
            try (LoadedModel model = open("sd")) {
              model.encode("a", w -> {});
            }
          });
      OnnxModels.loader = LOADER;
      try (LoadedModel model = open("sd")) {
        assertTrue(model.encode("a", w -> {}).tokens() > 0);
      }
      OnnxModels.unloadIdle();
    }
  }

  /** A device that takes the U-Net and fails at the autoencoder, as cards without memory do. */
  @Test
  void aLaterPartThatFallsBackIsTold() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    OnnxModels.loader =
        (file, device, threads) -> {
          if (device == Device.CUDA && file.part().startsWith("vae")) {
            throw new OrtException("no memory left on the card");
          }
          return Network.load(file, Device.CPU, threads);
        };
    OnnxModels.open(folder("sd"), "CUDA", gone::add).close();
    try (LoadedModel one = OnnxModels.open(folder("sd"), "CUDA", first::add);
        LoadedModel two = OnnxModels.open(folder("sd"), "CUDA", second::add)) {
      assertEquals(List.of(), first);
      assertEquals("CUDA", one.device());
      try (LatentCodec codec = two.codec()) {
        codec.decode(new float[4 * 8 * 8], 8, 8);
      }
      assertEquals(
          List.of(
              "device=CUDA cannot be used (no memory left on the card); the CPU is used instead."),
          first);
      assertEquals(first, second);
      assertEquals(List.of(), gone);
      assertEquals("CPU", one.device());
    }
  }

  /** Who could not be told leaves no lease and is told nothing later. */
  @Test
  void anOpeningThatFailsAtTheEndLeavesNothing(@TempDir Path temporary) throws IOException {
    Path copy = TinyModels.unzip("sd", temporary.resolve("plain"));
    for (String part : new String[] {"vae_encoder", "vae_decoder"}) {
      Files.delete(copy.resolve(part).resolve("config.json"));
    }
    OnnxModels.loader =
        (file, device, threads) -> {
          if (device == Device.CUDA && file.part().startsWith("vae")) {
            throw new OrtException("no memory left on the card");
          }
          return Network.load(file, Device.CPU, threads);
        };
    ModelFolder folder = ModelFolder.open(copy);
    List<String> told = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    try (LoadedModel model = OnnxModels.open(folder, "CUDA", told::add)) {
      assertThrows(
          Natives.Exhausted.class,
          () ->
              OnnxModels.open(
                  folder,
                  "CUDA",
                  sentence -> {
                    failed.add(sentence);
                    throw new Natives.Exhausted();
                  }));
      assertEquals(1, OnnxModels.leases());
      try (LatentCodec codec = model.codec()) {
        codec.decode(new float[4 * 8 * 8], 8, 8);
      }
    }
    assertEquals(2, told.size(), told.toString());
    assertEquals(told.subList(0, 1), failed);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
