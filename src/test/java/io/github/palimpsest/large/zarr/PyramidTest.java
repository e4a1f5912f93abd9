package io.github.palimpsest.large.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.large.LargeOutput;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Smaller levels after a change are what they would be if all of them were made anew. */
class PyramidTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "MEAN_EVEN, <u2",
    "MEAN_UP, |u1",
    "MEAN_DOWN, >u2",
    "FIRST, |u1",
    "MIDDLE, <u2",
    "MEAN_EVEN, <f4"
  })
  void levelsFollowTheirMethod(Downsampling method, String dtype) throws IOException {
    Random random = new Random(1);
    long[][] shapes = {{3, 101, 135}, {3, 50, 68}, {1, 25, 34}, {1, 9, 11}};
    Path path =
        ZarrMaker.image(
            folder.resolve("in.zarr"),
            "zyx",
            dtype,
            new int[] {2, 32, 64},
            shapes,
            method,
            at -> random.nextInt(250));
    ZarrImage source = ZarrImage.open(path, ZarrArray.Reading.PIXELS);
    Path place = folder.resolve("out.zarr");
    try (LargeOutput output = source.copyTo(place)) {
      for (Rectangle r :
          new Rectangle[] {new Rectangle(28, 10, 37, 9), new Rectangle(130, 96, 5, 5)}) {
        float[] values = new float[r.width * r.height];
        float[] mask = new float[values.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(250);
          mask[i] = random.nextInt(3);
        }
        output.write(new PlaneEdit(2, r, new float[][] {values}, mask));
      }
      output.commit(now -> {});
    }
    ZarrImage made = ZarrImage.open(place, ZarrArray.Reading.PIXELS);
    ZarrArray larger = made.array();
    for (int level = 1; level < shapes.length; level++) {
      int[] size = LongStream.of(shapes[level]).mapToInt(Math::toIntExact).toArray();
      Box all = new Box(new long[3], size);
      float[] expected = new Scaling(shapes[level - 1], shapes[level]).make(larger, all, method);
      ZarrArray smaller = ZarrArray.open(made.levels().get(level), ZarrArray.Reading.PIXELS);
      assertArrayEquals(expected, Values.read(smaller, all).values());
      ZarrArray before = ZarrArray.open(source.levels().get(level), ZarrArray.Reading.PIXELS);
      boolean same = Arrays.equals(expected, Values.read(before, all).values());
      assertTrue(level > 1 || !same);
      larger = smaller;
    }
  }

  /** Sizes as writers round them: up, down, by other factors, or not at all. */
  @Test
  void factorsFollowTheShapes() {
    for (long[] sizes :
        new long[][] {
          {100, 50}, {101, 50}, {101, 51}, {3, 1}, {7, 7}, {99, 33}, {100, 33}, {17, 4}
        }) {
      Scaling scaling = new Scaling(new long[] {sizes[0]}, new long[] {sizes[1]});
      int reached = 0;
      for (int x = 0; x < sizes[0]; x++) {
        Box box = scaling.smaller(new Box(new long[] {x}, new int[] {1}));
        assertTrue(box.min()[0] >= 0 && box.max(0) <= sizes[1]);
        reached = Math.max(reached, (int) box.max(0));
      }
      assertEquals(sizes[1], reached);
    }
  }
}
