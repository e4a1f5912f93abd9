package io.github.palimpsest.model.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchShapeTest {
  private static final PatchShape SHAPE = new PatchShape(3, 2);

  private static List<List<Integer>> turned(int o) {
    return IntStream.range(0, SHAPE.cells())
        .mapToObj(
            j ->
                List.of(
                    PatchShape.turnedX(o, SHAPE.dx[j], SHAPE.dy[j]),
                    PatchShape.turnedY(o, SHAPE.dx[j], SHAPE.dy[j])))
        .toList();
  }

  @Test
  void cellsGoOutwardsFromTheCentreWithFallingWeights() {
    assertEquals(49, SHAPE.cells());
    assertEquals(0, SHAPE.dx[0]);
    assertEquals(0, SHAPE.dy[0]);
    assertEquals(1, SHAPE.weights[0]);
    for (int j = 1; j < SHAPE.cells(); j++) {
      assertTrue(SHAPE.weights[j] <= SHAPE.weights[j - 1]);
      int square = SHAPE.dx[j] * SHAPE.dx[j] + SHAPE.dy[j] * SHAPE.dy[j];
      assertEquals(Math.exp(-square / 8.0), SHAPE.weights[j], 1e-6);
    }
    assertEquals(49, new HashSet<>(turned(0)).size());
  }

  /** Eight different ones, each a rearrangement of the same cells, and a group. */
  @Test
  void orientationsAreThoseOfASquare() {
    Set<List<List<Integer>>> all = new HashSet<>();
    for (int o = 0; o < 8; o++) {
      List<List<Integer>> cells = turned(o);
      assertEquals(new HashSet<>(turned(0)), new HashSet<>(cells));
      all.add(cells);
    }
    assertEquals(8, all.size());
    for (int a = 0; a < 8; a++) {
      for (int b = 0; b < 8; b++) {
        int o = a;
        int p = b;
        List<List<Integer>> both =
            turned(a).stream()
                .map(
                    c ->
                        List.of(
                            PatchShape.turnedX(p, c.get(0), c.get(1)),
                            PatchShape.turnedY(p, c.get(0), c.get(1))))
                .toList();
        assertTrue(all.contains(both), o + " then " + p);
      }
    }
  }

  @Test
  void offsetsAreThoseOfAPlane() {
    int[][] offsets = SHAPE.offsets(100);
    for (int o = 0; o < 8; o++) {
      List<List<Integer>> cells = turned(o);
      for (int j = 0; j < SHAPE.cells(); j++) {
        assertEquals(cells.get(j).get(1) * 100 + cells.get(j).get(0), offsets[o][j]);
      }
    }
  }
}
