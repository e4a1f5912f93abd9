package io.github.palimpsest.composite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullPushTest {
  private record Case(int height, int width, float[] input, float[] mask, float[] expected) {}

  private record Goldens(String generator, List<Case> cases) {}

  @Test
  void agreesWithTheTrainingScript() throws IOException {
    Goldens goldens;
    try (Reader in =
        new InputStreamReader(
            getClass().getResourceAsStream("/goldens/pullpush.json"), StandardCharsets.UTF_8)) {
      goldens = new Gson().fromJson(in, Goldens.class);
    }
    assertEquals(3, goldens.cases.size());
    for (Case c : goldens.cases) {
      assertArrayEquals(c.expected, PullPush.fill(c.input, c.mask, c.width, c.height), 1e-5f);
    }
  }

  @Test
  void continuesAConstantAndKeepsTheKnown() {
    float[] x = new float[35];
    float[] hole = new float[35];
    Arrays.fill(x, 0.25f);
    for (int i = 10; i < 30; i++) {
      x[i] = Float.NaN;
      hole[i] = 1;
    }
    float[] out = PullPush.fill(x, hole, 7, 5);
    for (float v : out) {
      assertEquals(0.25f, v, 1e-7f);
    }
  }

  @Test
  void knowsNothingGivesZeros() {
    float[] hole = new float[12];
    Arrays.fill(hole, 1);
    assertArrayEquals(new float[12], PullPush.fill(new float[12], hole, 4, 3));
  }

  @Test
  void onePixel() {
    assertArrayEquals(new float[] {3}, PullPush.fill(new float[] {3}, new float[] {0}, 1, 1));
    assertArrayEquals(new float[] {0}, PullPush.fill(new float[] {3}, new float[] {1}, 1, 1));
  }
}
