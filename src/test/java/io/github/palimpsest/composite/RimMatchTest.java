package io.github.palimpsest.composite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RimMatchTest {
  private static final int SIDE = 40;
  private static final float[] FREE = plane((x, y) -> 1);

  private interface Field {
    double at(int x, int y);
  }

  private static float[] plane(Field field) {
    float[] out = new float[SIDE * SIDE];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) field.at(i % SIDE, i / SIDE);
    }
    return out;
  }

  private static float[] hole(int x0, int y0, int x1, int y1) {
    return plane((x, y) -> x >= x0 && x < x1 && y >= y0 && y < y1 ? 1 : 0);
  }

  private static float[] match(float[] source, float[] fill, float[] mask, float[] free) {
    return RimMatch.apply(new float[][] {source}, new float[][] {fill}, mask, free, SIDE, SIDE)[0];
  }

  @Test
  void onePixelInARampIsBroughtToTheRampAsTheFormulaSays() {
    float[] ramp = plane((x, y) -> 3 * x - 2 * y + 7);
    float[] fill = ramp.clone();
    int at = 20 * SIDE + 17;
    fill[at] += 10;
    double window = 0;
    for (int y = -6; y <= 6; y++) {
      for (int x = -6; x <= 6; x++) {
        window += x * x + y * y <= 36 ? Math.exp(-(x * x + y * y) / 4.5) : 0;
      }
    }
    float[] out = match(ramp, fill, hole(17, 20, 18, 21), FREE);
    assertEquals(fill[at] - 13 * Math.exp(-1 / 3.0) / window, out[at], 1e-4);
    fill[at] = out[at];
    assertArrayEquals(fill, out);
  }

  @Test
  void aFillThatIsTheConstantAroundItStays() {
    float[] grey = plane((x, y) -> 0.3f);
    assertArrayEquals(grey, match(grey, grey, hole(5, 8, 30, 33), FREE), 1e-6f);
  }

  @Test
  void aStepAtTheRimShrinksAndTheInsideStays() {
    float[] source = plane((x, y) -> 100);
    float[] fill = plane((x, y) -> 130);
    float[] mask = hole(8, 8, 32, 32);
    float[] out = match(source, fill, mask, FREE);
    int middle = 20 * SIDE;
    assertTrue(Math.abs(out[middle + 8] - 100) < 15, "the rim has " + out[middle + 8]);
    for (int x = 9; x < 14; x++) {
      assertTrue(out[middle + x] > out[middle + x - 1], "fades at " + x);
    }
    for (int i = 0; i < out.length; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      boolean deep = x >= 14 && x < 26 && y >= 14 && y < 26;
      if (mask[i] == 0 || deep) {
        assertEquals(130, out[i], "at " + x + ", " + y);
      }
    }
  }

  @Test
  void lessFreePixelsMoveLessAndHeldOnesNotAtAll() {
    float[] source = plane((x, y) -> 100);
    float[] fill = plane((x, y) -> 130);
    float[] mask = hole(8, 8, 32, 32);
    float[] whole = match(source, fill, mask, FREE);
    float[] half = match(source, fill, mask, plane((x, y) -> 0.5));
    float[] held = match(source, fill, mask, plane((x, y) -> y < 20 ? 0 : 1));
    for (int i = 0; i < whole.length; i++) {
      assertEquals((whole[i] - 130) / 4, half[i] - 130, 1e-4);
      assertEquals(i / SIDE < 20 ? 130 : held[i], held[i]);
    }
    assertTrue(held[25 * SIDE + 8] < 120);
  }

  @Test
  void valuesInOtherUnitsAreMatchedAlike() {
    Random random = new Random(3);
    float[] source = plane((x, y) -> random.nextGaussian());
    float[] fill = plane((x, y) -> random.nextGaussian());
    float[] mask = hole(11, 3, 33, 29);
    float[] out = match(source, fill, mask, FREE);
    float[] scaled = match(scale(source), scale(fill), mask, FREE);
    assertArrayEquals(scale(out), scaled, 0.05f);
  }

  private static float[] scale(float[] values) {
    float[] out = values.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = 900 * out[i] + 30000;
    }
    return out;
  }

  /** So that a large picture can be matched band by band. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 13})
  void aBandWithItsMarginHasTheBitsOfTheWhole(int rows) {
    Random random = new Random(7);
    float[] source = plane((x, y) -> random.nextInt(50) == 0 ? Double.NaN : random.nextGaussian());
    float[] fill = plane((x, y) -> random.nextGaussian());
    float[] mask = plane((x, y) -> (x - 9) * (x - 9) + (y - 14) * (y - 14) < 70 || x > 30 ? 1 : 0);
    float[] free = plane((x, y) -> random.nextDouble());
    float[] whole = match(source, fill, mask, free);
    for (int y = 0; y < SIDE; y += rows) {
      int low = Math.max(0, y - RimMatch.MARGIN);
      int high = Math.min(SIDE, y + rows + RimMatch.MARGIN);
      float[][] band =
          RimMatch.apply(
              new float[][] {rows(source, low, high)},
              new float[][] {rows(fill, low, high)},
              rows(mask, low, high),
              rows(free, low, high),
              SIDE,
              high - low);
      int end = Math.min(SIDE, y + rows);
      assertArrayEquals(rows(whole, y, end), rows(band[0], y - low, end - low), "row " + y);
    }
  }

  private static float[] rows(float[] values, int low, int high) {
    return Arrays.copyOfRange(values, low * SIDE, high * SIDE);
  }

  @Test
  void channelsAreMatchedEachAlone() {
    Random random = new Random(4);
    float[][] source = new float[3][];
    float[][] fill = new float[3][];
    for (int c = 0; c < 3; c++) {
      source[c] = plane((x, y) -> random.nextGaussian());
      fill[c] = plane((x, y) -> random.nextGaussian());
    }
    float[] mask = hole(4, 12, 28, 20);
    float[][] out = RimMatch.apply(source, fill, mask, FREE, SIDE, SIDE);
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(match(source[c], fill[c], mask, FREE), out[c]);
    }
  }

  @Test
  void pixelsThatAreNoNumbersCountAsUnknown() {
    float[] source = plane((x, y) -> 100 + x);
    float[] mask = hole(10, 10, 20, 20);
    float[] holes = source.clone();
    for (int y = 5; y < 15; y++) {
      holes[y * SIDE + 9] = y % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
    }
    float[] out = match(holes, plane((x, y) -> 90), mask, FREE);
    for (int i = 0; i < out.length; i++) {
      assertTrue(Float.isFinite(out[i]));
    }
    float[] nothing = plane((x, y) -> Float.NaN);
    float[] fill = plane((x, y) -> x);
    assertArrayEquals(fill, match(nothing, fill, mask, FREE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0,0,40,40", "0,0,40,39", "0,0,1,1", "39,0,40,40", "0,5,40,6", "1,1,39,39"})
  void holesAtTheBorderAndOverEverythingWork(String box) {
    int[] b = Arrays.stream(box.split(",")).mapToInt(Integer::parseInt).toArray();
    float[] mask = hole(b[0], b[1], b[2], b[3]);
    float[] fill = plane((x, y) -> 60);
    float[] out = match(plane((x, y) -> 50), fill, mask, FREE);
    boolean whole = b[2] == SIDE && b[3] == SIDE && b[0] == 0;
    for (int i = 0; i < out.length; i++) {
      assertTrue(out[i] >= 49 && out[i] <= 60, "" + out[i]);
      assertEquals(mask[i] == 0 || whole ? 60 : out[i], out[i]);
    }
  }
}
