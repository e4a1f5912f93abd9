package io.github.palimpsest.model.onnx;

import static io.github.palimpsest.model.graph.GraphBuilder.BOOL;
import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.OnnxHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime runs what {@link GraphBuilder} writes, and {@link OnnxHeader} reads it. */
class WrittenGraphTest {
  @TempDir Path folder;

  private Path written(GraphBuilder g) throws Exception {
    Path file = Files.createDirectories(folder.resolve("part")).resolve("model.onnx");
    Files.write(file, g.model());
    return file;
  }

  private float[] run(float[] x, int size) throws Exception {
    try (Network net =
            Network.load(new NetworkFile("written", folder, "part", 0, false), Device.CPU, 1);
        NetworkCall call = new NetworkCall(net)) {
      call.input("x", x.length).put(x, 0);
      NativeTensor y = call.output("y", size);
      call.run();
      float[] out = new float[size];
      call.read(y, out);
      return out;
    }
  }

  @Test
  void numbersOfEveryKindArrive() throws Exception {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, "n");
    String bytes =
        g.node(
            "Cast",
            List.of(g.bytes(new byte[] {(byte) 200, 1, 0}, 3)),
            GraphBuilder.number("to", FLOAT));
    String shorts =
        g.node(
            "Cast",
            List.of(g.shorts(new short[] {(short) 65535, 2, 0}, 3)),
            GraphBuilder.number("to", FLOAT));
    String sum = g.node("Sum", x, bytes, shorts, g.floats(1, 2, 3), g.floats(0.5f));
    g.output("y", g.node("Gather", sum, g.longs(2, 0)), FLOAT, 2);
    Path file = written(g);
    assertArrayEquals(new float[] {13.5f, 65746.5f}, run(new float[] {10, 20, 10}, 2));
    OnnxHeader header = OnnxHeader.read(file);
    assertEquals(-1, header.input("x").size(0));
    assertEquals(2, header.outputs().get("y").size(0));
    assertEquals(List.of("x"), List.copyOf(header.inputs().keySet()));
  }

  /** A branch chosen by a value, and a loop that reads values from outside. */
  @Test
  void subgraphsReadWhatWasMadeBefore() throws Exception {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, 2);
    String first = g.node("Squeeze", g.node("Slice", x, g.longs(0), g.longs(1)));
    GraphBuilder body = g.subgraph();
    String step = body.argument(INT64);
    body.result(body.argument(BOOL), BOOL);
    String times = body.node("Cast", List.of(step), GraphBuilder.number("to", FLOAT));
    body.result(body.node("Mul", times, first), FLOAT);
    GraphBuilder loop = g.subgraph();
    String three = loop.node("Squeeze", loop.longs(3));
    loop.result(loop.node("Loop", List.of(three, ""), GraphBuilder.graph("body", body)), FLOAT, 3);
    GraphBuilder other = g.subgraph();
    other.result(other.floats(7, 8, 9), FLOAT, 3);
    g.output(
        "y",
        g.node(
            "If",
            List.of(g.node("Greater", first, g.floats(0))),
            GraphBuilder.graph("then_branch", loop),
            GraphBuilder.graph("else_branch", other)),
        FLOAT,
        3);
    written(g);
    assertArrayEquals(new float[] {0, 5, 10}, run(new float[] {5, 1}, 3));
    assertArrayEquals(new float[] {7, 8, 9}, run(new float[] {-5, 1}, 3));
  }
}
