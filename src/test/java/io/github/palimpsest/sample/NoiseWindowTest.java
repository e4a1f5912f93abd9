package io.github.palimpsest.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Noise of a part is that of the whole there. */
class NoiseWindowTest {
  @Test
  void aWindowHasTheNoiseOfTheWholeDrawAfterDraw() {
    Random random = new Random(3);
    for (int trial = 0; trial < 300; trial++) {
      int h = 4 + random.nextInt(60);
      int w = 4 + random.nextInt(60);
      int row = random.nextInt(h);
      int column = random.nextInt(w);
      int rows = 1 + random.nextInt(h - row);
      int columns = 1 + random.nextInt(w - column);
      int channels = 1 + random.nextInt(4);
      NoiseWindow window = new NoiseWindow(h, w, row, column, rows, columns);
      TorchRandom whole = new TorchRandom(trial);
      TorchRandom part = new TorchRandom(trial, window);
      for (int draw = 0; draw < 4; draw++) {
        float[] all = new float[channels * h * w];
        float[] seen = new float[channels * rows * columns];
        float[] wanted = new float[seen.length];
        whole.normal(all);
        part.normal(seen);
        for (int i = 0; i < wanted.length; i++) {
          wanted[i] = all[(int) window.index(i)];
        }
        assertArrayEquals(wanted, seen, "trial " + trial + " draw " + draw + " " + window);
      }
    }
  }

  @Test
  void aJumpArrivesWhereStepsWouldHaveGone() {
    for (long blocks : new long[] {1 << 14, 20_011, 54_321}) {
      int[] far = new int[MersenneJump.N];
      Random random = new Random(blocks);
      for (int i = 0; i < far.length; i++) {
        far[i] = random.nextInt();
      }
      int[] near = far.clone();
      MersenneJump.blocks(far, blocks);
      for (long i = 0; i < blocks; i++) {
        MersenneJump.twist(near);
      }
      // of the oldest word only the highest bit counts
      near[0] &= 0x80000000;
      far[0] &= 0x80000000;
      assertArrayEquals(near, far, blocks + " blocks");
    }
  }

  @Test
  void jumpsAddUpHoweverFarTheyGo() {
    int[] once = state();
    int[] twice = state();
    long far = 40_000_000_000L;
    MersenneJump.blocks(once, 2 * far + 7);
    MersenneJump.blocks(twice, far);
    MersenneJump.blocks(twice, far + 7);
    MersenneJump.twist(once);
    MersenneJump.twist(twice);
    assertArrayEquals(once, twice);
  }

  @Test
  void aSmallPartOfAHugePlaneIsDrawnInMoments() {
    // 10^10 cells: drawn one after the other they would take a minute
    NoiseWindow window = new NoiseWindow(100_000, 100_000, 70_000, 30_000, 64, 512);
    TorchRandom random = new TorchRandom(5, window);
    float[] noise = new float[64 * 512];
    long start = System.nanoTime();
    double square = 0;
    for (int draw = 0; draw < 3; draw++) {
      random.normal(noise);
      for (float v : noise) {
        square += v * v;
      }
    }
    assertEquals(1, square / (3 * noise.length), 0.03);
    assertTrue(System.nanoTime() - start < 10_000_000_000L, "slow");
  }

  private static int[] state() {
    int[] s = new int[MersenneJump.N];
    for (int i = 0; i < s.length; i++) {
      s[i] = i * 0x9e3779b9 + 1;
    }
    return s;
  }
}
