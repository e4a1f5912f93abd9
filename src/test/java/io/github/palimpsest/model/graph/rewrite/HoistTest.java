package io.github.palimpsest.model.graph.rewrite;

import static io.github.palimpsest.model.graph.GraphBuilder.BOOL;
import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static io.github.palimpsest.model.graph.GraphBuilder.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where small graphs are divided. */
class HoistTest {
  private static final Map<String, Lifetime> INPUTS =
      Map.of("prompt", Lifetime.RUN, "timestep", Lifetime.STEP);

  @TempDir Path folder;

  private final GraphBuilder g = new GraphBuilder();
  private final String x = g.input("x", FLOAT, 1, 4, "h", "w");
  private final String prompt = g.input("prompt", FLOAT, 1, 4, "h", "w");

  private Hoist.Parts divided() throws Exception {
    Path file = Files.write(folder.resolve("model.onnx"), g.model());
    return new Rewrites(Graph.read(file), INPUTS, 2, true).parts();
  }

  private String conv(String of) {
    return g.node("Conv", of, g.tensor(new float[4 * 4], 4, 4, 1, 1));
  }

  private void output(String value) {
    g.output("y", value, FLOAT, 1, 4, "h", "w");
  }

  private static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::operator).toList();
  }

  @Test
  void whatOnlyEnlargesStaysWithTheCall() throws Exception {
    String mean = g.node("GlobalAveragePool", conv(prompt));
    output(g.node("Add", x, g.node("Expand", mean, g.node("Shape", x))));

    Hoist.Parts parts = divided();
    assertEquals(List.of("Conv", "GlobalAveragePool"), operators(parts.run()));
    assertTrue(operators(parts.call()).contains("Expand"));
    assertNull(parts.step());
  }

  @Test
  void randomNumbersAreDrawnWithEveryCall() throws Exception {
    String noise = g.node("RandomNormalLike", conv(prompt));
    output(g.node("Add", x, conv(noise)));

    Hoist.Parts parts = divided();
    assertEquals(List.of("Conv"), operators(parts.run()));
    assertTrue(operators(parts.call()).contains("RandomNormalLike"));
  }

  @Test
  void whatABranchReadsCrosses() throws Exception {
    String words = conv(prompt);
    String which = g.node("Greater", g.node("ReduceMax", x), g.floats(0));
    String one = g.node("Reshape", which, g.tensor(new long[0], 0));
    GraphBuilder yes = g.subgraph();
    yes.result(yes.node("Neg", words), FLOAT, 1, 4, "h", "w");
    GraphBuilder no = g.subgraph();
    no.result(words, FLOAT, 1, 4, "h", "w");
    String chosen =
        g.node(
            "If",
            List.of(one),
            GraphBuilder.graph("then_branch", yes),
            GraphBuilder.graph("else_branch", no));
    output(g.node("Add", x, chosen));

    Hoist.Parts parts = divided();
    assertEquals(Set.of(words), parts.run().outputs().keySet());
    assertTrue(parts.call().inputs().containsKey(words));
    assertEquals(BOOL, new ElementTypes(parts.call()).of(one));
  }

  @Test
  void anOutputThatDependsOnTheRunAloneIsStillOneOfTheCall() throws Exception {
    output(g.node("Add", x, x));
    g.output("map", conv(conv(prompt)), FLOAT, 1, 4, "h", "w");

    Hoist.Parts parts = divided();
    assertEquals(List.of("y", "map"), List.copyOf(parts.call().outputs().keySet()));
    assertFalse(parts.run() == null);
  }

  @Test
  void runsThatShareAStepDoNotShareWhatDependsOnBoth() throws Exception {
    String time = g.input("timestep", INT64, 1);
    String both =
        g.node(
            "Mul", conv(prompt), g.node("Cast", List.of(time), GraphBuilder.number("to", FLOAT)));
    output(g.node("Add", x, conv(both)));

    Hoist.Parts parts = divided();
    assertEquals(List.of("Conv"), operators(parts.run()));
    assertEquals(2, parts.call().nodes().stream().filter(n -> n.is("Conv") || n.is("Mul")).count());
  }

  @Test
  void channelsOfTheSampleAreDivided() throws Exception {
    String sample = g.input("sample", FLOAT, 1, 5, "h", "w");
    String noisy = g.node("Slice", sample, g.longs(0), g.longs(2), g.longs(1));
    String known = g.node("Slice", sample, g.longs(-3), g.longs(1L << 40), g.longs(1));
    String third = g.node("Conv", known, g.tensor(new float[4 * 3], 4, 3, 1, 1));
    output(
        g.node(
            "Add",
            g.node("Add", x, third),
            g.node("Concat", List.of(noisy, noisy), GraphBuilder.number("axis", 1))));

    Hoist.Parts parts = divided();
    assertEquals(List.of("sample.known"), List.copyOf(parts.run().inputs().keySet()));
    assertEquals(List.of("Conv"), operators(parts.run()));
    assertEquals(Set.of("x", "prompt", "sample", third), parts.call().inputs().keySet());
    assertEquals(2, Ports.sizes(parts.call().inputs().get("sample"))[1]);
    assertEquals(3, Ports.sizes(parts.run().inputs().get("sample.known"))[1]);
  }

  @Test
  void vectorsOfTheTimestepCrossAsOne() throws Exception {
    String time = g.input("timestep", FLOAT, 1, 1);
    String sum = x;
    for (int i = 0; i < 3; i++) {
      String vector = g.node("MatMul", time, g.tensor(new float[] {1, 2, 3, 4 + i}, 1, 4));
      sum = g.node("Add", sum, g.node("Reshape", vector, g.longs(1, 4, 1, 1)));
    }
    output(sum);

    Hoist.Parts parts = divided();
    assertEquals(1, parts.step().outputs().size());
    String joined = parts.step().outputs().keySet().iterator().next();
    assertEquals(Set.of("x", "prompt", joined), parts.call().inputs().keySet());
    assertEquals(3, operators(parts.step()).stream().filter("MatMul"::equals).count());
    Node split = parts.call().consumers(joined).get(0);
    assertArrayEquals(new long[] {4, 4, 4}, parts.call().longs(split.input(1)));
  }
}
