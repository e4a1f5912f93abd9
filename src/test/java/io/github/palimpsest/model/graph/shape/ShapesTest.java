package io.github.palimpsest.model.graph.shape;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Onnx;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes that follow from a graph, whatever its free sizes are. */
class ShapesTest {
  private final GraphBuilder g = new GraphBuilder();
  private final String x = g.input("x", FLOAT, "batch", "rows", 24);

  private Shapes shapes() throws Exception {
    return Shapes.of(new Graph(Onnx.ModelProto.parseFrom(g.model())));
  }

  private static Size batch(long times) {
    return Size.named("batch").times(Size.of(times));
  }

  @Test
  void headsAreFollowedThroughReshapeAndTranspose() throws Exception {
    String four = g.node("Reshape", x, g.longs(0, -1, 3, 8));
    String moved = g.node("Transpose", List.of(four), GraphBuilder.numbers("perm", 0, 2, 1, 3));
    String rows = g.node("Gather", g.node("Shape", x), g.longs(1));
    String target =
        g.node("Concat", List.of(g.longs(-1), rows, g.longs(8)), GraphBuilder.number("axis", 0));
    String folded = g.node("Reshape", moved, target);
    g.output("out", folded, FLOAT);
    Size free = Size.named("rows");
    assertEquals(List.of(Size.named("batch"), free, Size.of(3), Size.of(8)), shapes().shape(four));
    assertEquals(List.of(batch(3), free, Size.of(8)), shapes().shape(folded));
  }

  @Test
  void scaleOfTheHeadsLengthIsANumber() throws Exception {
    String length = g.node("Gather", g.node("Shape", x), g.longs(2));
    String head = g.node("Div", length, g.longs(3));
    String decimal = g.node("Cast", List.of(head), GraphBuilder.number("to", FLOAT));
    String scale = g.node("Div", g.floats(1), g.node("Sqrt", decimal));
    g.output("out", scale, FLOAT);
    assertEquals(8L, shapes().whole(head));
    assertEquals(1 / Math.sqrt(8), shapes().number(scale), 1e-12);
  }

  @Test
  void whatMayDifferIsNotTheSame() throws Exception {
    String y = g.input("y", FLOAT, "others", "rows", 24);
    String sum = g.node("Add", x, y);
    String doubled = g.node("Concat", List.of(x, x), GraphBuilder.number("axis", 0));
    g.output("out", g.node("Add", sum, g.floats(1)), FLOAT);
    g.output("twice", doubled, FLOAT);
    Shapes shapes = shapes();
    assertEquals(Size.named("rows"), shapes.shape(sum).get(1));
    assertNull(shapes.shape(sum).get(0).over(Size.named("batch")));
    assertNull(Size.of(24).over(Size.of(7)));
    assertNull(shapes.shape("no such value"));
  }

  @Test
  void signsAreNotNamesOfSizes() throws Exception {
    g.output("a", g.input("one", FLOAT, "?", "n"), FLOAT);
    g.output("b", g.input("other", FLOAT, "?", "n"), FLOAT);
    Shapes shapes = shapes();
    assertNotEquals(shapes.shape("one").get(0), shapes.shape("other").get(0));
    assertEquals(shapes.shape("one").get(1), shapes.shape("other").get(1));
  }

  @Test
  void convolutionsOfTheSameFormAgree() throws Exception {
    String image = g.input("image", FLOAT, 1, 4, "height", "width");
    String kernel = g.tensor(new float[8 * 4 * 3 * 3], 8, 4, 3, 3);
    String[] halves = new String[2];
    for (int i = 0; i < 2; i++) {
      halves[i] =
          g.node(
              "Conv",
              List.of(image, kernel),
              GraphBuilder.numbers("strides", 2, 2),
              GraphBuilder.numbers("pads", 1, 1, 1, 1));
      g.output("out" + i, halves[i], FLOAT);
    }
    String same = g.node("Conv", List.of(image, kernel), GraphBuilder.numbers("pads", 1, 1, 1, 1));
    g.output("same", same, FLOAT);
    Shapes shapes = shapes();
    assertEquals(shapes.shape(halves[0]), shapes.shape(halves[1]));
    assertEquals(
        List.of(Size.ONE, Size.of(8), Size.named("height"), Size.named("width")),
        shapes.shape(same));
  }
}
