package io.github.palimpsest.composite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.palimpsest.image.SampleType;
import org.junit.jupiter.api.Test;

class CompositeTest {
  @Test
  void blendsByWeightAndRounds() {
    float[][] source = {{100, 100, 100, 100}};
    float[][] generated = {{201, 201, 201, 999}};
    float[] mask = {0, 0.5f, 1, 1};
    assertArrayEquals(
        new float[] {100, 151, 201, 255},
        Composite.blend(source, generated, mask, SampleType.UINT8)[0]);
    assertArrayEquals(
        new float[] {100, 150.5f, 201, 999},
        Composite.blend(source, generated, mask, SampleType.FLOAT32)[0]);
  }

  @Test
  void takesTheGeneratedValueWhereTheSourceIsNotFinite() {
    float[][] source = {{Float.NaN, Float.POSITIVE_INFINITY, Float.NaN}};
    float[][] generated = {{1, 2, 3}};
    assertArrayEquals(
        new float[] {1, 2, Float.NaN},
        Composite.blend(source, generated, new float[] {1, 0.1f, 0}, SampleType.FLOAT32)[0]);
  }
}
