package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Constant;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Node;
import io.github.palimpsest.model.graph.Onnx;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Values whose first axis has the size 1 because that of the inputs has: pictures of a batch. */
final class Batches {
  private static final Set<String> KEEPING =
      Set.of(
          "Identity",
          "Cast",
          "Conv",
          "ConvTranspose",
          "Relu",
          "LeakyRelu",
          "Sigmoid",
          "Tanh",
          "Erf",
          "Exp",
          "Log",
          "Sqrt",
          "Neg",
          "Abs",
          "Clip",
          "Softmax",
          "AveragePool",
          "MaxPool",
          "GlobalAveragePool",
          "BatchNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "LayerNormalization",
          "SpaceToDepth",
          "DepthToSpace",
          "Gelu");
  private static final Set<String> OF_TWO = Set.of("Add", "Sub", "Mul", "Div", "Pow");

  private final Graph graph;
  // how many axes such a value has
  private final Map<String, Integer> ranks = new HashMap<>();

  Batches(Graph graph) {
    this.graph = graph;
    for (Map.Entry<String, Onnx.ValueInfoProto> input : graph.inputs().entrySet()) {
      long[] sizes = Ports.sizes(input.getValue());
      if (sizes.length > 1 && sizes[0] == 1) {
        ranks.put(input.getKey(), sizes.length);
      }
    }
    for (Node node : graph.nodes()) {
      int rank = node.is(node.operator()) ? rank(node) : 0;
      for (String output : node.outputs()) {
        if (rank > 0) {
          ranks.put(output, rank);
        }
      }
    }
  }

  /** Whether a value has an axis of a batch of one. */
  boolean ofOne(String value) {
    return ranks.containsKey(value);
  }

  // 0 where it is not known
  private int rank(Node node) {
    int first = ranks.getOrDefault(node.input(0), 0);
    String operator = node.operator();
    if (KEEPING.contains(operator)) {
      return first;
    }
    if (OF_TWO.contains(operator)) {
      return broadcast(node.input(0), node.input(1));
    }
    long axis = node.number("axis", 0);
    return switch (operator) {
      // those put together are as many
      case "Concat" -> {
        int rank = 0;
        for (String input : node.inputs()) {
          rank = Math.max(rank, ranks.getOrDefault(input, 0));
        }
        yield axis > 0 && axis < rank ? rank : 0;
      }
      case "Slice" -> {
        // Slice(data, starts, ends, axes)
        long[] axes = graph.longs(node.input(3));
        yield axes != null && Arrays.stream(axes).allMatch(a -> a > 0 || a + first > 0 && a < 0)
            ? first
            : 0;
      }
      case "Split" -> axis > 0 ? first : 0;
      case "Transpose" -> {
        long[] order = node.numbers("perm");
        yield order.length > 0 && order[0] == 0 ? first : 0;
      }
      default -> 0;
    };
  }

  private int broadcast(String a, String b) {
    int left = ranks.getOrDefault(a, 0);
    int right = ranks.getOrDefault(b, 0);
    if (left > 0 && right > 0) {
      return left == right ? left : 0;
    }
    Constant constant = graph.constant(left > 0 ? b : a);
    int rank = Math.max(left, right);
    return constant != null && constant.shape().length < rank ? rank : 0;
  }
}
