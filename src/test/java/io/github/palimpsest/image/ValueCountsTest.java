package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counted and selected values have the percentiles of sorted ones. */
class ValueCountsTest {
  @Test
  void percentilesAreThoseOfTheSortedValuesBitForBit() {
    Random random = new Random(6);
    for (int trial = 0; trial < 200; trial++) {
      boolean whole = trial % 3 == 0;
      float[] values = new float[1 + random.nextInt(trial % 2 == 0 ? 20 : 5000)];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            whole
                ? random.nextInt(65536)
                : switch (random.nextInt(5)) {
                  case 0 -> -0f;
                  case 1 -> 0f;
                  case 2 -> (float) random.nextGaussian() * 1e-40f;
                  case 3 -> (float) (random.nextGaussian() * 1e30);
                  default -> (float) random.nextGaussian();
                };
      }
      SortedValues counted =
          ValueCounts.of(
              2,
              whole,
              sink -> {
                for (float v : values) {
                  sink.add(1, v);
                }
              })[1];
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      SortedValues array = SortedValues.of(values);
      assertSorted(sorted, array);
      assertEquals(values.length, counted.count());
      assertEquals(Quantiles.low(array), Quantiles.low(counted), "trial " + trial);
      assertEquals(Quantiles.high(array), Quantiles.high(counted), "trial " + trial);
      assertEquals(array.at(0), counted.at(0));
      assertEquals(array.at(sorted.length - 1), counted.at(sorted.length - 1));
    }
  }

  @Test
  void arraysThatSelectionIsSlowOnAreSelectedFrom() {
    for (int kind = 0; kind < 4; kind++) {
      float[] values = new float[20_000];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (kind) {
              case 0 -> 3;
              case 1 -> i;
              case 2 -> Math.abs(i - values.length / 2);
              default -> -i % 7;
            };
      }
      SortedValues selected = SortedValues.of(values);
      Arrays.sort(values);
      assertSorted(values, selected);
    }
  }

  private static void assertSorted(float[] sorted, SortedValues values) {
    for (int rank = 0; rank < sorted.length; rank += Math.max(1, sorted.length / 97)) {
      assertEquals(Float.floatToRawIntBits(sorted[rank]), Float.floatToRawIntBits(values.at(rank)));
    }
  }
}
