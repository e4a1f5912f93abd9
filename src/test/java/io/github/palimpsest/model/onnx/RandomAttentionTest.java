package io.github.palimpsest.model.onnx;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import io.github.palimpsest.model.graph.Onnx;
import io.github.palimpsest.model.graph.attention.FuseAttention;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Graphs that are attention, or nearly so, put together at random: images and heads (as many of
 * each, so that mistaking one for the other fits) in any order, folded or not, for each operand by
 * itself; factors, masks and axes anywhere. Whatever is fused gives the same numbers.
 */
class RandomAttentionTest {
  private static final int GRAPHS = 150;
  private static final int IMAGES = 2;
  private static final int HEADS = 2;
  private static final int CHANNELS = 3;
  private static final int QUERIES = 4;
  private static final int KEYS = 5;

  private final Random random = new Random(1);
  private GraphBuilder g;
  private boolean free;

  @Test
  void whateverIsFusedGivesTheSame() throws Exception {
    int fused = 0;
    for (int i = 0; i < GRAPHS; i++) {
      byte[] model = attention();
      Graph graph = new Graph(Onnx.ModelProto.parseFrom(model));
      int count = new FuseAttention().apply(graph);
      fused += count;
      if (count > 0) {
        same(model, graph, i);
      }
    }
    assertTrue(fused > GRAPHS / 3 && fused < GRAPHS, fused + " of " + GRAPHS);
  }

  private static void same(byte[] model, Graph graph, int number) throws Exception {
    Map<String, OnnxTensor> inputs = GraphRun.inputs(graph, place -> IMAGES, number);
    try {
      List<float[]> raw = GraphRun.run(model, List.of(inputs)).get(0);
      List<float[]> now = GraphRun.run(graph.model().toByteArray(), List.of(inputs)).get(0);
      double difference = GraphRun.difference(raw, now);
      assertTrue(difference <= 5e-6, "graph " + number + " differs by " + difference);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private boolean rarely() {
    return random.nextInt(8) == 0;
  }

  private byte[] attention() {
    g = new GraphBuilder();
    free = random.nextBoolean();
    boolean folded = random.nextBoolean();
    boolean swapped = random.nextBoolean();
    String q = operand("q", QUERIES, folded, swapped ^ rarely());
    String k = operand("k", KEYS, folded, swapped ^ rarely());
    String v = operand("v", KEYS, folded, swapped ^ rarely());
    int rank = folded ? 3 : 4;
    String scores =
        random.nextBoolean() ? g.node("MatMul", q, swap(k, rank)) : einsum(rank, "ik,jk->ij", q, k);
    scores = masked(scaled(masked(scaled(scores), rank)), rank);
    int axis = rarely() ? rank - 2 : rank - 1;
    String weights =
        g.node(
            "Softmax",
            List.of(scores),
            GraphBuilder.number("axis", random.nextBoolean() ? axis : axis - rank));
    if (rarely()) {
      weights = g.node("Mul", weights, g.floats(0.5f));
    }
    String out =
        switch (random.nextInt(3)) {
          case 0 -> g.node("MatMul", weights, v);
          case 1 -> swap(g.node("MatMul", swap(v, rank), swap(weights, rank)), rank);
          default -> einsum(rank, "ij,jd->id", weights, v);
        };
    given(out, folded, swapped ^ rarely());
    return g.model();
  }

  /**
   * [images, rows, heads · channels] -> [images, heads, rows, channels], heads first if swapped.
   */
  private String operand(String name, int rows, boolean folded, boolean swapped) {
    Object images = free ? "batch" : IMAGES;
    String x = scaled(g.input(name, FLOAT, images, rows, HEADS * CHANNELS));
    String four =
        g.node("Reshape", x, g.longs(random.nextBoolean() ? 0 : -1, rows, HEADS, CHANNELS));
    String moved =
        transpose(scaled(four), swapped ? new long[] {2, 0, 1, 3} : new long[] {0, 2, 1, 3});
    return scaled(folded ? g.node("Reshape", moved, g.longs(-1, rows, CHANNELS)) : moved);
  }

  private void given(String out, boolean folded, boolean swapped) {
    if (rarely()) {
      g.output("out", out, FLOAT);
      return;
    }
    String four =
        folded
            ? g.node(
                "Reshape",
                out,
                swapped
                    ? g.longs(HEADS, -1, QUERIES, CHANNELS)
                    : g.longs(-1, HEADS, QUERIES, CHANNELS))
            : out;
    String moved = transpose(four, swapped ? new long[] {1, 2, 0, 3} : new long[] {0, 2, 1, 3});
    String joined = g.node("Reshape", moved, g.longs(0, 0, -1));
    g.output("out", joined, FLOAT);
    if (rarely()) {
      g.output(
          "shape",
          g.node("Cast", List.of(g.node("Shape", out)), GraphBuilder.number("to", FLOAT)),
          FLOAT);
    }
  }

  private String scaled(String value) {
    return switch (random.nextInt(6)) {
      case 0 -> g.node("Mul", value, g.floats(0.7f));
      case 1 -> g.node("Mul", g.tensor(new float[] {1.3f}, 1), value);
      case 2 -> g.node("Div", value, g.floats(1.2f));
      default -> value;
    };
  }

  private String masked(String scores, int rank) {
    long[] shape =
        switch (random.nextInt(8)) {
          case 0 -> new long[] {QUERIES, KEYS};
          case 1 -> new long[] {1, KEYS};
          case 2 -> new long[] {KEYS};
          case 3 ->
              rank == 4
                  ? new long[] {1, HEADS, QUERIES, KEYS}
                  : new long[] {IMAGES * HEADS, 1, KEYS};
          case 4 -> rank == 4 ? new long[] {IMAGES, 1, QUERIES, 1} : new long[] {1, QUERIES, KEYS};
          default -> null;
        };
    if (shape == null) {
      return scores;
    }
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(3) == 0 ? -3 : (float) random.nextGaussian();
    }
    String mask = g.tensor(values, shape);
    return random.nextBoolean() ? g.node("Add", scores, mask) : g.node("Add", mask, scores);
  }

  private String swap(String value, int rank) {
    return transpose(value, rank == 4 ? new long[] {0, 1, 3, 2} : new long[] {0, 2, 1});
  }

  private String transpose(String value, long... order) {
    return g.node("Transpose", List.of(value), GraphBuilder.numbers("perm", order));
  }

  /** An Einsum with the images and heads before the given letters. */
  private String einsum(int rank, String letters, String left, String right) {
    String batch = rank == 4 ? "xy" : "x";
    String equation = batch + letters.replace(",", ", " + batch).replace("->", " -> " + batch);
    return g.node("Einsum", List.of(left, right), GraphBuilder.text("equation", equation));
  }
}
