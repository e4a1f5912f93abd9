package io.github.palimpsest.model.graph;

import static io.github.palimpsest.model.graph.GraphBuilder.BOOL;
import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads, changes and writes small graphs. */
class GraphTest {
  private static final Path BUNDLED =
      Path.of("src/main/resources/palimpsest-models/micrographs/unet/model.onnx");

  @TempDir Path folder;

  private Graph graph(GraphBuilder builder) throws Exception {
    return Graph.read(Files.write(folder.resolve("model.onnx"), builder.model()));
  }

  private static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::operator).toList();
  }

  @Test
  void readsNodesConstantsAndPorts() throws Exception {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, 1, "n");
    String two = g.floats(2);
    String twice = g.node("Mul", x, two);
    String axes = g.longs(0, 1);
    g.output("y", g.node("Unsqueeze", twice, axes), FLOAT, 1, 1, 1, "n");
    Graph graph = graph(g);

    assertEquals(List.of("Mul", "Unsqueeze", "Identity"), operators(graph));
    assertEquals("Mul", graph.producer(twice).operator());
    assertEquals("Unsqueeze", graph.consumers(twice).get(0).operator());
    assertArrayEquals(new float[] {2}, graph.floats(two));
    assertArrayEquals(new long[] {0, 1}, graph.longs(axes));
    assertNull(graph.longs(two));
    assertNull(graph.producer(x));
    assertEquals(17, graph.opset(""));
    assertEquals("n", graph.info("x").getType().getTensorType().getShape().getDim(1).getDimParam());
  }

  @Test
  void putsNewNodesBehindWhatTheyRead() throws Exception {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, 1);
    String a = g.node("Neg", x);
    g.output("y", g.node("Exp", a), FLOAT, 1);
    Graph graph = graph(g);

    String b = graph.add("Abs", List.of(a));
    graph.input(graph.consumers(a).get(0), 0, b);

    assertEquals(List.of("Neg", "Abs", "Exp", "Identity"), operators(graph));
  }

  @Test
  void anOutputKeepsItsNameWhenItsValueIsReplaced() throws Exception {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, 1);
    String a = g.node("Neg", x);
    g.output("y", g.node("Neg", a), FLOAT, 1);
    Graph graph = graph(g);

    graph.replace("y", graph.producer("y").input(0));
    assertEquals(List.of("Neg", "Neg"), operators(graph));
    assertEquals("Neg", graph.producer("y").operator());

    graph.replace("y", x);
    assertEquals(1, graph.prune());
    assertEquals(List.of("Identity"), operators(graph));
    assertEquals("x", graph.producer("y").input(0));
  }

  @Test
  void whatASubgraphReadsIsRead() throws Exception {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, 1);
    String which = g.input("which", BOOL);
    String a = g.node("Neg", x);
    String b = g.node("Abs", x);
    GraphBuilder yes = g.subgraph();
    yes.result(yes.node("Exp", a), FLOAT, 1);
    GraphBuilder no = g.subgraph();
    no.result(a, FLOAT, 1);
    String chosen =
        g.node(
            "If",
            List.of(which),
            GraphBuilder.graph("then_branch", yes),
            GraphBuilder.graph("else_branch", no));
    g.output("y", chosen, FLOAT, 1);
    Graph graph = graph(g);

    assertEquals("If", graph.consumers(a).get(0).operator());
    graph.replace(a, b);
    assertTrue(graph.consumers(a).isEmpty());
    assertTrue(graph.producer(chosen).reads().contains(b));
    assertEquals(1, graph.prune());
    assertFalse(graph.model().toString().contains("\"" + a + "\""));
  }

  @Test
  void writesTheSameBytesAgain() throws Exception {
    Path one = folder.resolve("one.onnx");
    Path two = folder.resolve("two.onnx");
    Graph graph = Graph.read(BUNDLED);
    graph.write(one);
    Graph.read(one).write(two);

    assertEquals(-1, Files.mismatch(one, two));
    assertTrue(Files.size(one) <= Files.size(BUNDLED));
    assertEquals(graph.nodes().size(), Graph.read(one).nodes().size());
  }

  @Test
  void saysWhatIsNoGraph() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no graph at all");
    assertThrows(OnnxHeader.Unreadable.class, () -> Graph.read(broken));
  }
}
