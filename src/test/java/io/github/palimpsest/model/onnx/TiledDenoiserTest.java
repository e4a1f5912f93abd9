package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.TinyModels;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiledDenoiserTest {
  private static final int H = 104;
  private static final int W = 150;
  private static final String TILED = "\"tile\": 48";
  private static final String WHOLE = "\"tile_above\": 1024";

  @TempDir Path temporary;

  private LoadedModel conv(String card) throws Exception {
    Path folder = Files.createTempDirectory(temporary, "conv");
    return OnnxModels.open(ConvModel.write(folder, card), "CPU", s -> {});
  }

  private static float[] noise(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] predict(Denoiser denoiser, float[] x, double timestep) {
    float[] out = new float[x.length];
    denoiser.predict(x, timestep, out);
    return out;
  }

  /** A network that sees no farther than the unused margin of a tile gives what it gives whole. */
  @Test
  void isTheWholeWhereTilesSeeAllTheyNeed() throws Exception {
    try (LoadedModel tiled = conv(TILED);
        LoadedModel whole = conv(WHOLE);
        Denoiser some = tiled.denoiser(H, W, Conditioning.NONE);
        Denoiser one = whole.denoiser(H, W, Conditioning.NONE)) {
      assertFalse(TileSizes.of((ModelFolder) tiled.model(), H, W).whole());
      assertTrue(TileSizes.of((ModelFolder) whole.model(), H, W).whole());
      for (int round = 0; round < 2; round++) {
        float[] mask = noise(H * W, 10 + round);
        float[] masked = noise(H * W, 20 + round);
        some.bindMask(mask, masked);
        one.bindMask(mask, masked);
        for (double timestep : new double[] {900, 30}) {
          float[] x = noise(H * W, round);
          assertArrayEquals(predict(one, x, timestep), predict(some, x, timestep), 3e-6f);
        }
      }
    }
  }

  /** Few tiles or many, each with its own denoiser or not: masks, maps and bits are the same. */
  @Test
  void tilesOfTheirOwnGiveTheSameBits() throws Exception {
    Path folder = TinyModels.unzip("sd", temporary.resolve("control"));
    TinyModels.unzip("sd-control-inpaint", folder);
    text(folder, "{\"tile\": 16}");
    ModelFolder model = ModelFolder.open(folder);
    int h = 72;
    int w = 76;
    Tiling tiling = TileSizes.of(model, h, w);
    assertTrue(tiling.rows().length * tiling.columns().length > 16, tiling.toString());
    try (LoadedModel loaded = OnnxModels.open(model, "CPU", s -> {});
        Denoiser denoiser = loaded.denoiser(h, w, loaded.encode("a cell", s -> {}))) {
      float[] mask = new float[h * w];
      java.util.Arrays.fill(mask, 30 * w, 50 * w, 1);
      denoiser.bindMask(mask, noise(4 * h * w, 1));
      int scale = model.scale();
      int planes = model.controlNets().get(0).channels();
      denoiser.bindControl(0, noise(planes * h * w * scale * scale, 2));
      float[] x = noise(4 * h * w, 3);
      float[] plain = predict(denoiser, x, 700);
      denoiser.controlWeight(0, 0.8);
      float[] controlled = predict(denoiser, x, 700);
      assertFalse(java.util.Arrays.equals(plain, controlled));
      float[] few = new float[h * w];
      few[2 * w + 3] = 1;
      few[40 * w + 40] = 1;
      boolean[] skipped = denoiser.restrict(few);
      for (double weight : new double[] {0, 0.8, 0, 0.8}) {
        denoiser.controlWeight(0, weight);
        float[] some = predict(denoiser, x, 700);
        float[] all = weight == 0 ? plain : controlled;
        for (int i = 0; i < some.length; i++) {
          if (!skipped[i % skipped.length]) {
            assertEquals(all[i], some[i], "weight " + weight);
          }
        }
      }
    }
  }

  /** Each control net gets the part of its map that lies under the tile. */
  @Test
  void mapsAreCutAtTheirOwnScale() throws Exception {
    Path folder = TinyModels.unzip("sd", temporary.resolve("sd"));
    text(folder, "{\"tile\": 16}");
    ModelFolder model = ModelFolder.open(folder);
    int h = 20;
    int w = 36;
    Tiling tiling = TileSizes.of(model, h, w);
    assertFalse(tiling.whole());
    int scale = model.scale();
    int channels = model.controlNets().get(0).channels();
    float[] map = noise(channels * h * w * scale * scale, 1);
    float[] x = noise(4 * h * w, 2);
    try (LoadedModel loaded = OnnxModels.open(model, "CPU", s -> {})) {
      Conditioning prompt = loaded.encode("a cell", s -> {});
      float[] sum = new float[x.length];
      TileWeights weights = new TileWeights(tiling, 1);
      try (Denoiser piece = loaded.denoiser(tiling.tileHeight(), tiling.tileWidth(), prompt)) {
        Tiling one = TileSizes.of(model, tiling.tileHeight(), tiling.tileWidth());
        assertTrue(one.whole(), "a tile is one piece");
        for (int i = 0; i < tiling.rows().length; i++) {
          for (int j = 0; j < tiling.columns().length; j++) {
            int row = tiling.rows()[i];
            int column = tiling.columns()[j];
            piece.bindControl(0, tiling.cut(map, channels, scale, row, column));
            piece.controlWeight(0, 0.7);
            weights.add(i, j, predict(piece, tiling.cut(x, 4, 1, row, column), 500), 4, sum);
          }
        }
      }
      try (Denoiser tiled = loaded.denoiser(h, w, prompt)) {
        float[] without = predict(tiled, x, 500);
        tiled.bindControl(0, map);
        tiled.controlWeight(0, 0.7);
        assertArrayEquals(sum, predict(tiled, x, 500));
        tiled.controlWeight(0, 0);
        assertArrayEquals(without, predict(tiled, x, 500));
      }
    }
  }

  /** What is wanted has the same bits, whatever is left out; the rest is told, and is finite. */
  @Test
  void leavesOutTilesOfWhichNothingIsWanted() throws Exception {
    try (LoadedModel tiled = conv(TILED);
        Denoiser denoiser = tiled.denoiser(H, W, Conditioning.NONE)) {
      denoiser.bindMask(noise(H * W, 3), noise(H * W, 4));
      AtomicLong cells = new AtomicLong();
      denoiser.onWork(cells::addAndGet);
      float[] x = noise(H * W, 5);
      float[] all = predict(denoiser, x, 100);
      long whole = cells.getAndSet(0);
      assertTrue(whole > H * W, "tiles overlap");
      float[] wanted = new float[H * W];
      wanted[5 * W + 7] = 0.2f;
      wanted[60 * W + 12] = 1;
      boolean[] skipped = denoiser.restrict(wanted);
      float[] some = predict(denoiser, x, 100);
      assertTrue(cells.get() > 0 && cells.get() <= whole / 3, cells + " of " + whole);
      assertEquals(cells.get(), tiled.cells(H, W, wanted));
      int left = 0;
      for (int i = 0; i < some.length; i++) {
        assertTrue(Float.isFinite(some[i]));
        assertFalse(skipped[i] && wanted[i] > 0);
        left += skipped[i] ? 1 : 0;
        if (!skipped[i]) {
          assertEquals(all[i], some[i]);
        }
      }
      assertTrue(left > H * W / 2, left + " of " + H * W + " are left out");
      java.util.Arrays.fill(wanted, 1);
      assertNull(denoiser.restrict(wanted));
      assertArrayEquals(all, predict(denoiser, x, 100));
    }
  }

  /** A stop during one tile: the next is not begun, and later calls work again. */
  @Test
  void stopsWithinATile() throws Exception {
    try (LoadedModel tiled = conv(TILED);
        Denoiser denoiser = tiled.denoiser(H, W, Conditioning.NONE)) {
      float[] x = noise(H * W, 6);
      float[] before = predict(denoiser, x, 10);
      AtomicLong tiles = new AtomicLong();
      denoiser.onWork(
          cells -> {
            tiles.incrementAndGet();
            denoiser.cancel();
          });
      assertThrows(Cancelled.class, () -> predict(denoiser, x, 10));
      assertEquals(1, tiles.get());
      denoiser.onWork(cells -> {});
      denoiser.uncancel();
      assertArrayEquals(before, predict(denoiser, x, 10));
    }
  }

  /** As for one piece: next to no heap a tile, and no native memory. */
  @Test
  void callsAllocateNextToNothing() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    try (LoadedModel tiled = conv(TILED);
        Denoiser denoiser = tiled.denoiser(H, W, Conditioning.NONE)) {
      AtomicLong tiles = new AtomicLong();
      denoiser.bindMask(noise(H * W, 3), noise(H * W, 4));
      float[] x = noise(H * W, 1);
      float[] out = new float[x.length];
      for (int i = 0; i < 10; i++) {
        denoiser.predict(x, i, out);
      }
      denoiser.onWork(cells -> tiles.incrementAndGet());
      long native0 = direct.getMemoryUsed();
      long heap0 = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10; i++) {
        denoiser.predict(x, i, out);
      }
      long heap = (threads.getCurrentThreadAllocatedBytes() - heap0) / tiles.get();
      assertTrue(heap <= 1024, heap + " bytes of heap a tile");
      assertTrue(direct.getMemoryUsed() <= native0, "direct memory");
    }
  }

  /** By the model and the size: latents above 128 cells, attention on pixels by its memory. */
  @Test
  void theModelSaysWhatIsLarge() throws Exception {
    ModelFolder latent = ModelFolder.open(TinyModels.folder("sd"));
    assertTrue(TileSizes.of(latent, 128, 128).whole());
    Tiling large = TileSizes.of(latent, 512, 300);
    assertTrue(large.tileHeight() * large.tileWidth() <= 128 * 128 && large.overlap() == 32);
    ModelFolder attention = ModelFolder.open(TinyModels.folder("pixel"));
    assertTrue(TileSizes.of(attention, 256, 256).whole());
    assertFalse(TileSizes.of(attention, 320, 320).whole());
    double most = attention.memory().working(4096, 4096, 0);
    assertTrue(most > 6e9 && most < 9e9, "with all its weights of attention a tile takes " + most);
    assertEquals(0, TileSizes.of(attention, 4096, 4096).tileHeight() % 2);
  }

  @Test
  void keysOutOfRangeAreRefused() throws Exception {
    Path folder = TinyModels.unzip("pixel", temporary.resolve("pixel"));
    for (String card : new String[] {"{\"tile\": 4}", "{\"tile\": 64, \"tile_above\": 32}"}) {
      text(folder, card);
      String message = assertThrows(BadInput.class, () -> ModelFolder.open(folder)).getMessage();
      assertTrue(message.contains("palimpsest.json says tile"), message);
    }
  }

  private static void text(Path folder, String card) throws Exception {
    Files.write(folder.resolve("palimpsest.json"), card.getBytes(StandardCharsets.UTF_8));
  }
}
